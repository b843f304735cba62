// Small improvements; every page works without them.

// The error summary takes focus, so a screen reader and the keyboard start there.
document.querySelector("[data-error-summary]")?.focus();

// On wide screens the side menu is always open.
const menu = document.querySelector(".il-sidenav details");
if (menu && matchMedia("(min-width: 60.01rem)").matches) menu.open = true;

// A form is sent once: a second click while it is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 8000);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Escape closes the type-ahead.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const results = document.querySelector(".il-search__results");
  if (results) results.replaceChildren();
});

// A button with data-opens opens the dialog with that id; the browser gives the focus back when it closes.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});
