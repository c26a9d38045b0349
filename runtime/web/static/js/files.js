// A file on its way: how much of it has arrived, and a button to stop it. Without scripts the browser sends it, and
// everything works the same.

const panel = () => document.getElementById("uploading")?.content.cloneNode(true)

// Sends the form as the browser would. `shown` is told of a page of ours that came back, `lost` that none did.
export const sendFiles = (form, submitter, { shown, lost }) => {
  const parts = panel()
  if (!parts) return false
  const box = parts.querySelector("[data-uploading]")
  const cancelled = parts.querySelector("[data-cancelled]")
  const body = new FormData(form)
  if (submitter?.name) body.append(submitter.name, submitter.value)
  const request = new XMLHttpRequest()
  const end = (then) => {
    box.remove()
    form.removeAttribute("aria-busy")
    delete form.dataset.sending
    then?.()
  }
  const told = watch(request, box)
  request.addEventListener("load", () => arrived(request, form, { shown, lost: () => end(lost) }))
  request.addEventListener("error", () => end(lost))
  request.addEventListener("abort", () => end(() => {
    form.after(cancelled)
    cancelled.focus()
  }))
  box.querySelector("[data-cancel]").addEventListener("click", () => request.abort())
  document.querySelector("[data-cancelled]")?.remove()
  form.dataset.sending = "yes"
  form.setAttribute("aria-busy", "true")
  form.after(box)
  box.querySelector("[data-cancel]").focus()
  told(0)
  request.open("POST", form.action)
  request.send(body)
  return true
}

// A screen reader is told each quarter; the bar moves with every piece.
const watch = (request, box) => {
  let last = -1
  const told = (percent) => {
    box.querySelector("progress").value = percent
    box.querySelector("[data-much]").textContent = `${percent}%`
    if (Math.floor(percent / 25) === last) return
    last = Math.floor(percent / 25)
    box.querySelector("[data-told]").textContent = `${box.querySelector("[data-what]").textContent} ${percent}%`
  }
  request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
    if (lengthComputable) told(Math.min(99, Math.floor((loaded / total) * 100)))
  })
  request.upload.addEventListener("load", () => {
    const checking = box.querySelector("[data-checking]").textContent
    box.querySelector("progress").removeAttribute("value")
    box.querySelector("[data-much]").textContent = ""
    box.querySelector("[data-what]").textContent = box.querySelector("[data-told]").textContent = checking
    box.querySelector("[data-cancel]").remove() // what has arrived is too late to stop
    box.focus()
  })
  return told
}

// The page that came back takes the place of this one, under its own address where the form led elsewhere. It was made
// once: asked for again, it would not say again what was done.
const arrived = (request, form, { shown, lost }) => {
  const page = new DOMParser().parseFromString(request.responseText, "text/html")
  if (!page.getElementById("page")) return lost()
  const here = form.action.split("#")[0]
  const there = request.responseURL.split("#")[0]
  if (there && there !== here) {
    history.replaceState({ htmx: true }, "") // htmx loads such a page again when somebody comes back to it
    history.pushState({ htmx: true }, "", there)
    window.scrollTo(0, 0)
  }
  return shown(page)
}
