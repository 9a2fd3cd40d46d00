// Carousels: buttons, arrow keys, and dots that tell the place. Swiping is the browser's.

const still = matchMedia('(prefers-reduced-motion: reduce)')

/** Shows the buttons, which do nothing without this script, and where each carousel stands. */
export function tellPlaces() {
  for (const track of document.querySelectorAll('.track')) tellPlace(track)
}

export function listenToCarousels() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-step]')
    if (button !== null) step(button.parentElement.querySelector('.track'), button.dataset.step)
  })
  document.addEventListener('keydown', (event) => {
    if (!event.target.matches('.track')) return
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (way === undefined) return
    event.preventDefault()
    step(event.target, way)
  })
  document.addEventListener(
    'scroll',
    (event) => {
      if (event.target.matches?.('.track')) tellPlace(event.target)
    },
    { capture: true, passive: true },
  )
}

function step(track, way) {
  const left = (placeOf(track) + Number(way)) * track.clientWidth
  track.scrollTo({ left, behavior: still.matches ? 'auto' : 'smooth' })
}

function placeOf(track) {
  return track.clientWidth === 0 ? 0 : Math.round(track.scrollLeft / track.clientWidth)
}

function tellPlace(track) {
  const at = placeOf(track)
  const count = track.children.length
  const whole = track.parentElement
  whole.querySelector('.place').textContent = `${at + 1}/${count}`
  for (const [index, dot] of [...whole.querySelectorAll('.dots i')].entries()) {
    dot.classList.toggle('here', index === at)
  }
  for (const [name, isEnd] of [
    ['.back', at === 0],
    ['.forth', at === count - 1],
  ]) {
    const button = whole.querySelector(name)
    button.hidden = false
    // Not `disabled`: the focus would be lost at the last picture.
    button.setAttribute('aria-disabled', String(isEnd))
  }
}
