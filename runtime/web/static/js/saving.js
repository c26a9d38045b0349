// A box is saved as it is left, and often left for a button or a link: what that does waits until the box is saved, so
// that Undo takes back what was typed, and a page shows it.
const saving = new Set()
let next = null

const saves = ({ requestConfig }) => requestConfig.verb === "post" && requestConfig.triggeringEvent?.type !== "submit"

document.addEventListener("htmx:beforeSend", ({ detail: { xhr, ...detail } }) => {
  if (!saves(detail)) return
  saving.add(xhr)
  // Of the request itself, for htmx says nothing more to a page that its element has gone from.
  xhr.addEventListener("loadend", () => ended(xhr))
})

const ended = (xhr) => {
  saving.delete(xhr)
  if (xhr.status >= 200 && xhr.status < 400) {
    document.querySelector("main [data-offline]")?.remove()
    // One that was kept waiting for this one begins in between.
    return setTimeout(goOn)
  }
  // What could not be saved is the author's to look at first.
  next = null
  const said = document.getElementById("saved")
  if (said) said.textContent = "Not saved"
}

const goOn = () => {
  if (!next || saving.size) return
  const pressed = there(next)
  next = null
  if (pressed && !pressed.disabled) pressed.click()
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest(PRESSED)
  if (!saving.size || !pressed || !leadsOn(pressed) || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  event.stopImmediatePropagation()
  next = pressed
}, true)

const PRESSED = "#build a, #build button"
const leadsOn = (pressed) =>
  pressed.form ? pressed.form.getAttribute("method") === "post"
    : pressed instanceof HTMLAnchorElement && !pressed.target && pressed.closest("[hx-boost]")?.getAttribute("hx-boost") === "true"

// With what is saved come outline and problems anew: what was pressed in them is what is called the same there now.
const there = (pressed) =>
  pressed.isConnected ? pressed : [...document.querySelectorAll(PRESSED)].find((one) => isSame(one, pressed))
const isSame = (one, other) =>
  one.textContent === other.textContent && one.getAttribute("href") === other.getAttribute("href") &&
  one.value === other.value && one.form?.getAttribute("action") === other.form?.getAttribute("action")

// Whoever has pressed the mouse on one that goes before they let go has pressed the one that comes.
let down = null
document.addEventListener("pointerdown", ({ target, button }) => { down = button === 0 ? target.closest(PRESSED) : null })
document.addEventListener("pointerup", ({ target }) => {
  const up = target.closest(PRESSED)
  if (down && !down.isConnected && up && isSame(up, down)) up.click()
  down = null
})

// It is saved, and so is what others have changed in the same form: that is shown, but not while somebody types. Until
// then what they type is of what they have seen, and where both changed the same it is asked about.
let typing = false
document.addEventListener("input", () => { typing = true })
document.addEventListener("change", () => { typing = false }, true)
document.addEventListener("overtaken", () => {
  next = null
  if (!typing) location.reload()
})

// The buttons stay the same ones, down to their letters: who has pressed one down has pressed it, and who has the focus
// on it keeps that.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (detail.target.id !== "steps") return
  const fresh = [...detail.fragment.querySelectorAll("form")]
  const forms = [...detail.target.querySelectorAll("form")]
  if (fresh.length !== forms.length) return
  detail.shouldSwap = false
  forms.forEach((form, n) => {
    for (const name of ["of", "revision", "back"]) form.elements[name].value = fresh[n].elements[name].value
    const [button, as] = [form, fresh[n]].map((one) => one.querySelector("button"))
    button.disabled = as.disabled
    if (as.disabled) button.setAttribute("aria-disabled", "true")
    else button.removeAttribute("aria-disabled")
    button.title = as.title
    const [words, said] = [button, as].map((one) => one.querySelector("span"))
    if (words) words.textContent = said?.textContent ?? ""
    else if (said) button.append(said)
  })
})
