// Dragging a part of the outline to another place. The same is done by buttons: this only sends their form.
let moving = null

const over = (event) => {
  const target = event.target.closest?.("[data-part]")
  const kind = moving?.dataset.sort
  return target && target !== moving && !moving.contains(target) && target.dataset.sort === kind ? target : null
}

const clear = () => {
  for (const item of document.querySelectorAll(".tc-outline__item--over, .tc-outline__item--moving")) {
    item.classList.remove("tc-outline__item--over", "tc-outline__item--moving")
  }
}

// Listening at the document: the outline is put anew whenever something is saved.
export const listen = () => {
  document.addEventListener("dragstart", (event) => {
    moving = event.target.closest?.("[data-part]")
    if (!moving) return
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", moving.dataset.part)
    moving.classList.add("tc-outline__item--moving")
  })
  document.addEventListener("dragover", (event) => {
    if (!moving) return
    const target = over(event)
    for (const item of document.querySelectorAll(".tc-outline__item--over")) item.classList.remove("tc-outline__item--over")
    if (!target) return
    event.preventDefault()
    target.classList.add("tc-outline__item--over")
  })
  document.addEventListener("drop", (event) => {
    const target = moving && over(event)
    if (!target) return
    event.preventDefault()
    const form = document.querySelector("[data-outline]")
    form.elements.at.value = moving.dataset.part
    form.elements.to.value = `${target.dataset.into} ${target.dataset.part}`
    form.requestSubmit()
  })
  document.addEventListener("dragend", () => {
    clear()
    moving = null
  })
}
