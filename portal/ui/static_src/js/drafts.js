// Keeps what is typed in a form marked data-draft="name" in this browser until it is saved, so a session that
// ended, a closed tab or a crash loses nothing. The server says a draft is saved with data-draft-saved="name".
// Per person, so the next one on this computer does not see it.
const prefix = `impactloket-draft:${document.body.dataset.person || "-"}:`;
const fields = (form) =>
  [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type));

document.querySelectorAll("[data-draft-saved]").forEach((mark) => {
  localStorage.removeItem(prefix + mark.dataset.draftSaved);
});

document.querySelectorAll("form[data-draft]").forEach((form) => {
  const key = prefix + form.dataset.draft;
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  const untouched = !form.querySelector("[aria-invalid=true]");
  if (kept && untouched) {
    let restored = false;
    fields(form).forEach((field) => {
      const value = kept[field.name + (["checkbox", "radio"].includes(field.type) ? "=" + field.value : "")];
      if (value === undefined) return;
      if (["checkbox", "radio"].includes(field.type)) {
        if (field.checked !== value) { field.checked = value; restored = true; }
      } else if (field.value !== value) { field.value = value; restored = true; }
    });
    const notice = form.querySelector("[data-draft-notice]");
    if (restored && notice) notice.hidden = false;
  }
  const keep = () => {
    const values = {};
    fields(form).forEach((field) => {
      if (["checkbox", "radio"].includes(field.type)) values[field.name + "=" + field.value] = field.checked;
      else values[field.name] = field.value;
    });
    localStorage.setItem(key, JSON.stringify(values));
  };
  form.addEventListener("input", keep);
  form.querySelector("[data-draft-forget]")?.addEventListener("click", () => {
    localStorage.removeItem(key);
    location.reload();
  });
});
