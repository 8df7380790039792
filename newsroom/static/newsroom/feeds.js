// Copies the address of a feed at the press of a button. Without it the address can be selected.

const status = document.getElementById("copied");

async function copy(button, words) {
  const address = button.previousElementSibling;
  try {
    await navigator.clipboard.writeText(address.textContent);
  } catch {
    // The browser does not let us: what is marked can be copied by hand.
    getSelection().selectAllChildren(address);
    return;
  }
  button.textContent = status.textContent = button.dataset.copied;
  setTimeout(() => {
    button.textContent = words;
    status.textContent = "";
  }, 2000);
}

// Browsers give the clipboard to secure pages only.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copied]")) {
    const words = button.textContent;
    button.addEventListener("click", () => copy(button, words));
    button.hidden = false;
  }
}
