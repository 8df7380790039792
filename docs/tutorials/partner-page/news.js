// The newest articles of a newsroom, in the language of whoever looks at the page.

const NUMBER = 5;
const PATIENCE = 10_000; // milliseconds
// How wide a photo is shown: news.css says the same.
const SIZES = "(min-width: 40rem) 16rem, calc(100vw - 2rem)";

// The page's own words. The first language is spoken until the newsroom's languages are known.
const WORDS = {
  en: {
    direction: "ltr",
    news: "News",
    loading: "Loading the news…",
    loaded: "Articles:",
    none: "There are no articles yet.",
    failed: "The news could not be loaded.",
    again: "Try again",
    other: "In another language:",
  },
  pl: {
    direction: "ltr",
    news: "Aktualności",
    loading: "Wczytywanie aktualności…",
    loaded: "Artykuły:",
    none: "Nie ma jeszcze artykułów.",
    failed: "Nie udało się wczytać aktualności.",
    again: "Spróbuj ponownie",
    other: "W innym języku:",
  },
  uk: {
    direction: "ltr",
    news: "Новини",
    loading: "Новини завантажуються…",
    loaded: "Статті:",
    none: "Статей ще немає.",
    failed: "Не вдалося завантажити новини.",
    again: "Спробувати ще раз",
    other: "Іншою мовою:",
  },
};

const page = document.documentElement;
const news = document.querySelector("#news");
const status = news.querySelector("[role=status]");
const again = news.querySelector("button");
const list = news.querySelector("ul");

// What the API itself says is wrong, in English.
class Problem extends Error {}

async function ask(path, query = {}) {
  const address = new URL(path, news.dataset.api);
  address.search = new URLSearchParams(query);
  const response = await fetch(address, {
    credentials: "omit",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) throw new Problem(await reason(response));
  return response.json();
}

async function reason(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.startsWith("application/problem+json")) return `Status ${response.status}.`;
  const problem = await response.json();
  const errors = (problem.errors ?? []).map(({ param, message }) => `${param}: ${message}`);
  return [problem.detail, ...errors].join(" ");
}

// The offered languages, those the visitor wants first; to want uk-UA is to want uk as well.
function inOrder(wanted, offered) {
  const acceptable = wanted.flatMap((tag) => {
    const parts = tag.toLowerCase().split("-");
    return parts.map((_, cut) => parts.slice(0, parts.length - cut).join("-"));
  });
  const found = acceptable.flatMap((tag) => offered.filter((code) => code.toLowerCase() === tag));
  return [...new Set([...found, ...offered])];
}

function speak(code) {
  page.lang = code in WORDS ? code : Object.keys(WORDS)[0];
  page.dir = words().direction;
  document.title = words().news;
  document.querySelector("#heading").textContent = words().news;
  again.textContent = words().again;
}

function words() {
  return WORDS[page.lang];
}

function cardOf(article, languages) {
  const card = document.querySelector("#card").content.cloneNode(true);
  const frame = card.querySelector("article");
  if (article.locale !== page.lang) {
    frame.lang = article.locale;
    frame.dir = languages.find(({ code }) => code === article.locale).direction;
  }
  const link = card.querySelector("a");
  link.textContent = article.title;
  link.href = webAddress(article.url);
  link.hreflang = article.locale;
  card.querySelector(".lead").textContent = article.lead;
  card.querySelector(".about").append(...factsOf(article));
  if (article.lead_photo) frame.append(figureOf(article.lead_photo, article.locale));
  return card;
}

// In the page's language, whatever the article's is.
function factsOf(article) {
  const time = document.createElement("time");
  time.lang = page.lang;
  time.dateTime = article.published_at;
  // To want en-GB is to want its way of writing a date.
  const own = navigator.languages.filter((tag) => tag.startsWith(page.lang));
  const day = new Intl.DateTimeFormat([...own, page.lang], { dateStyle: "long" });
  time.textContent = day.format(new Date(article.published_at));
  if (!article.is_fallback) return [time];
  const other = document.createElement("strong");
  other.lang = page.lang;
  const names = new Intl.DisplayNames(page.lang, { type: "language" });
  other.textContent = `${words().other} ${names.of(article.locale)}`;
  return [time, other];
}

// Never a script or anything else that is not on the web, whatever stands in an answer.
function webAddress(text) {
  const address = new URL(text);
  if (!/^https?:$/.test(address.protocol)) throw new TypeError(`Not on the web: ${text}`);
  return address.href;
}

function figureOf(photo, locale) {
  const figure = document.createElement("figure");
  figure.append(pictureOf(photo, locale));
  if (photo.credit) {
    const credit = document.createElement("figcaption");
    credit.textContent = photo.credit;
    figure.append(credit);
  }
  return figure;
}

function pictureOf(photo, locale) {
  const picture = document.createElement("picture");
  const source = document.createElement("source");
  source.type = "image/webp";
  source.sizes = SIZES;
  source.srcset = filesOf(photo, "image/webp");
  // WebP may follow a minute after the photo was published; a JPEG is always there.
  if (source.srcset) picture.append(source);
  const image = document.createElement("img");
  image.alt = photo.decorative ? "" : photo.alt;
  if (image.alt && photo.alt_locale !== locale) image.lang = photo.alt_locale;
  image.loading = "lazy";
  image.width = photo.width;
  image.height = photo.height;
  image.sizes = SIZES;
  image.srcset = filesOf(photo, "image/jpeg");
  image.src = webAddress(photo.src);
  picture.append(image);
  return picture;
}

function filesOf(photo, type) {
  return photo.renditions
    .filter((file) => file.type === type)
    .map((file) => `${webAddress(file.url)} ${file.width}w`)
    .join(", ");
}

async function load() {
  list.setAttribute("aria-busy", "true");
  again.hidden = true;
  say(words().loading);
  try {
    const { items: languages } = await ask("languages/");
    const codes = languages.map(({ code }) => code);
    const [locale, ...others] = inOrder(navigator.languages, codes);
    speak(locale);
    const fallback = others.length ? { fallback: others.join(",") } : {};
    const { items } = await ask("articles/", { locale, ...fallback, limit: NUMBER });
    list.replaceChildren(...items.map((article) => cardOf(article, languages)));
    say(items.length ? `${words().loaded} ${items.length}` : words().none);
    status.classList.toggle("unseen", items.length > 0);
  } catch (error) {
    console.error(error);
    complain(error);
  } finally {
    list.setAttribute("aria-busy", "false");
  }
}

function say(text) {
  status.classList.remove("unseen");
  status.textContent = text;
}

function complain(error) {
  say(words().failed);
  again.hidden = false;
  if (!(error instanceof Problem)) return;
  const detail = document.createElement("span");
  detail.lang = "en";
  detail.textContent = error.message;
  status.append(" ", detail);
}

again.addEventListener("click", async () => {
  await load();
  (again.hidden ? news : again).focus();
});
speak(inOrder(navigator.languages, Object.keys(WORDS))[0]);
load();
