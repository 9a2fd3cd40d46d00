// Keeps an open page as it is on the server: when something has changed, the page is read again and
// only the threads and mails that differ are put in, so that nothing jumps and no video stops.

const parser = new DOMParser()
const shownParts = new Map()
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
  for (const part of page.querySelectorAll('[data-live-part]')) showPart(part)
  for (const list of page.querySelectorAll('[data-live-list]')) showList(list)
  tellTimes()
}

function showPart(part) {
  const markup = part.outerHTML
  if (shownParts.get(part.id) === markup) return
  shownParts.set(part.id, markup)
  document.getElementById(part.id)?.replaceWith(document.adoptNode(part))
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
    if (old !== undefined && old.dataset.version === item.dataset.version) {
      if (old === place) place = place.nextElementSibling
      else shown.insertBefore(old, place)
      continue
    }
    if (old === undefined) item.classList.add('new')
    if (old === place && old !== undefined) place = place.nextElementSibling
    shown.insertBefore(document.adoptNode(item), place)
    old?.remove()
  }
  for (const gone of before.values()) gone.remove()
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const sameYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const otherYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' })

function tellTimes() {
  const ahead = Number(document.getElementById('clock')?.dataset.ahead ?? 0)
  const now = new Date(Date.now() + ahead * 1000)
  for (const element of document.querySelectorAll('time')) {
    const date = new Date(element.dateTime)
    const text = inWords(date, now)
    if (element.textContent !== text) element.textContent = text
    element.title = exact.format(date)
  }
}

function inWords(date, now) {
  const seconds = Math.round((date - now) / 1000)
  const distance = Math.abs(seconds)
  if (distance < 45) return 'now'
  if (distance < 3600) return relative.format(Math.round(seconds / 60) || 1, 'minute')
  if (distance < 86_400) return relative.format(Math.round(seconds / 3600), 'hour')
  if (distance < 604_800) return relative.format(Math.round(seconds / 86_400), 'day')
  return (date.getFullYear() === now.getFullYear() ? sameYear : otherYear).format(date)
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

tellTimes()
listen()
setInterval(tellTimes, 15_000)
// Numbers below the posts grow with time alone.
setInterval(() => {
  if (!document.hidden) void refresh()
}, 30_000)
