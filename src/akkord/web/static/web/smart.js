// Rules of a smart playlist: choosing what is compared shows at once how it can be, as the button beside does.

for (const button of document.querySelectorAll(".smart-show")) {
  const field = button.parentElement.querySelector("select[name^='field:']");
  field.addEventListener("change", () => button.form.requestSubmit(button));
  button.hidden = true;
}
