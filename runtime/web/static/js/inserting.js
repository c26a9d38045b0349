// An answer's name goes where the author last wrote in the email's form; without scripts it goes to the end of the text.
(() => {
  const last = { subject: null, body: null };
  const part = (input) => (input.name || "").split("/")[0];
  const written = new WeakSet();
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest(".tc-element") && part(target) in last) last[part(target)] = target;
  });
  for (const sign of ["input", "pointerup", "keydown"]) {
    document.addEventListener(sign, ({ target, key }) => ["Tab", "Shift"].includes(key) || written.add(target));
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-inserts] button[name=where]");
    if (!button) return;
    const named = (name) => document.querySelector(`#element .tc-element [name="${name}"]`);
    const kept = last[button.value];
    const input = kept && kept.isConnected ? kept : named(button.value);
    if (!input) return;
    event.preventDefault();
    let words = `{${button.form.elements.name.value}}`;
    if (!written.has(input)) { // its cursor, if it was only tabbed past, is before its first letter: to the end
      input.setSelectionRange(input.value.length, input.value.length);
      if (/\S$/.test(input.value)) words = ` ${words}`;
    }
    input.setRangeText(words, input.selectionStart, input.selectionEnd, "end");
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
