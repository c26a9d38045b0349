// Choosing what has a place already exchanges the two, and says so.
export const enhance = (ranking) => {
  const words = ranking.dataset.ranking
  const lists = [...ranking.querySelectorAll("select")]
  const before = new Map(lists.map((list) => [list, list.value]))
  const status = document.createElement("p")
  status.className = "govuk-body"
  status.setAttribute("role", "status")
  ranking.append(status)
  ranking.addEventListener("change", ({ target: list }) => {
    const other = lists.find((one) => one !== list && one.value && one.value === list.value)
    if (other) {
      other.value = before.get(list)
      const choice = other.selectedOptions[0].text
      status.textContent = other.value
        ? words.replace("{place}", other.labels[0].innerText.trim()).replace("{choice}", choice)
        : ""
    } else status.textContent = ""
    for (const one of lists) before.set(one, one.value)
  })
}
