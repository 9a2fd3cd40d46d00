// Keeps an open page as it is on the server: when something has changed, the page is read again and
// only what differs is changed, so that nothing jumps and no video stops.

import { listenToCarousels, tellPlaces } from './carousels.js'
import { morph } from './morph.js'
import { tellTimes } from './times.js'
import { dressVideos, listenToVideos } from './videos.js'

const parser = new DOMParser()
let reading = false
let wanted = false

async function refresh() {
  wanted = true
  if (reading) return
  reading = true
  try {
    while (wanted) {
      wanted = false
      const response = await fetch(location.href, { cache: 'no-store' })
      if (response.ok) show(parser.parseFromString(await response.text(), 'text/html'))
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  } catch {
    // The sandbox is away; the event stream tells when it is back, and then all is read again.
  } finally {
    reading = false
  }
}

function show(page) {
  for (const part of page.querySelectorAll('[data-live-part]')) {
    const shown = document.getElementById(part.id)
    if (shown !== null) morph(shown, part)
  }
  for (const list of page.querySelectorAll('[data-live-list]')) showList(list)
  dress()
}

function showList(list) {
  const shown = document.getElementById(list.id)
  if (shown === null) return
  const before = new Map([...shown.children].map((child) => [child.dataset.key, child]))
  let place = shown.firstElementChild
  // A copy: what is put into the page leaves the list.
  for (const item of Array.from(list.children)) {
    const old = before.get(item.dataset.key)
    before.delete(item.dataset.key)
    if (old === undefined) {
      item.classList.add('new')
      shown.insertBefore(document.adoptNode(item), place)
      continue
    }
    if (old === place) place = place.nextElementSibling
    else shown.insertBefore(old, place)
    if (old.dataset.version !== item.dataset.version) morph(old, item)
  }
  for (const gone of before.values()) gone.remove()
}

/** What the markup leaves to the script. */
function dress() {
  tellTimes()
  dressVideos()
  tellPlaces()
}

function listen() {
  const live = document.getElementById('live')
  const events = new EventSource('/_control/events')
  events.addEventListener('open', () => {
    tellState(live, 'Live', false)
    // Whatever happened while nobody listened is read now.
    void refresh()
  })
  events.addEventListener('error', () => tellState(live, 'Waiting for the sandbox', true))
  events.addEventListener('changed', (event) => {
    const { topics } = JSON.parse(event.data)
    if (topics.some((topic) => document.querySelector(`[data-topic="${topic}"]`))) void refresh()
  })
}

function tellState(live, text, lost) {
  live.hidden = false
  live.textContent = text
  live.classList.toggle('lost', lost)
}

/** As in columns.css. */
const oneColumn = matchMedia('(max-width: 44rem), (max-height: 29.99rem)')

/** Where only one column is shown, the switcher tells which: the one that the address names, or the first. */
function tellColumn() {
  const named = location.hash === '' ? null : document.getElementById(location.hash.slice(1))
  const column = named?.closest('.column') ?? document.querySelector('.column')
  for (const link of document.querySelectorAll('.switcher a')) {
    link.removeAttribute('aria-current')
    if (!oneColumn.matches || link.hash !== `#${column?.id}`) continue
    link.setAttribute('aria-current', 'true')
    link.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
}

dress()
listenToCarousels()
listenToVideos()
listen()
tellColumn()
window.addEventListener('hashchange', tellColumn)
oneColumn.addEventListener('change', tellColumn)
setInterval(tellTimes, 15_000)
// Numbers below the posts grow with time alone.
setInterval(() => {
  if (!document.hidden) void refresh()
}, 30_000)
