// Tells moments as people do ("5 min. ago"), by the sandbox's time.

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const sameYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const otherYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'narrow' })

export function tellTimes() {
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
