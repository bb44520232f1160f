/** A sound file dropped anywhere on “Where is this on the site?” is asked for, as if it had been chosen. */

const form = () => document.getElementById("held-up");
const carriesFile = (event) => form() && [...(event.dataTransfer?.types ?? [])].includes("Files");

document.addEventListener("dragover", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  form().classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) form()?.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  form().classList.remove("dropping");
  form().querySelector("input[type=file]").files = event.dataTransfer.files;
  form().requestSubmit();
});
