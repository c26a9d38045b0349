// A box is saved as it is left, and often left for a button: what that button does waits until the box is saved, so
// that Undo takes back what was typed, and a change comes after the one before it.
const saving = new Set()
let next = null

const saves = ({ requestConfig }) => requestConfig.verb === "post" && requestConfig.triggeringEvent?.type !== "submit"

document.addEventListener("htmx:beforeSend", ({ detail }) => { if (saves(detail)) saving.add(detail.xhr) })

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!saving.delete(detail.xhr)) return
  // One that was kept waiting for this one begins in between.
  if (detail.xhr.status >= 200 && detail.xhr.status < 400) {
    document.querySelector("main [data-offline]")?.remove()
    return setTimeout(goOn)
  }
  // What could not be saved is the author's to look at first.
  next = null
  const said = document.getElementById("saved")
  if (said) said.textContent = "Not saved"
})

const goOn = () => {
  if (!next || saving.size) return
  const { form, button } = next
  next = null
  if (form.isConnected && !button?.disabled) form.requestSubmit(button)
}

document.addEventListener("submit", (event) => {
  const form = event.target
  if (!saving.size || form.getAttribute("method") !== "post" || !form.closest("#build")) return
  event.preventDefault()
  event.stopImmediatePropagation()
  next = { form, button: event.submitter }
}, true)

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
