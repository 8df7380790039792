/* The page with a secret is the answer of a form. Loading it again would send the form again; from
   here on the browser has the webhook's own page at this place. */
(() => {
  const secret = document.querySelector("[data-newsroom-once]");
  window.history.replaceState(null, "", secret.dataset.newsroomOnce);
})();
