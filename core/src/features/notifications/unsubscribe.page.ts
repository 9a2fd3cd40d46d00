import { formPage, htmlPage } from '../../http/html-page.ts'

/** Asks before anything happens: programs that look through mails follow every link in them. */
export function askingPage(): string {
  return formPage({
    title: 'Stop these mails?',
    text: 'You will still see everything in the app. Mails that keep your account safe, and those about payment, go on.',
    button: 'Stop these mails',
  })
}

/** It is done. */
export function stoppedPage(): string {
  return htmlPage({
    title: 'These mails have stopped',
    text: 'In the settings of your notifications you can switch them on again, and choose what else comes by mail.',
  })
}

/** The address is none that T21 made. */
export function strangePage(): string {
  return htmlPage({
    title: 'This link does not work',
    text: 'It has to be the whole address, as it stands in the mail. You can also choose what comes by mail in the settings of your notifications.',
  })
}
