import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import { exampleData, examples } from './examples.ts'
import { pseudo } from './locales/pseudo.ts'
import { wordsFor } from './locales/words.ts'
import { button, heading, list, table } from './templates/blocks.ts'
import { loginTemplates } from './templates/login-changed.ts'
import { composeMail } from './templates/mail-text.ts'
import { noticeMail, noticeTemplates } from './templates/notifications.ts'

const english = wordsFor('en')

test('every mail that T21 writes is among the examples, once', async (t) => {
  const folder = join(import.meta.dirname, 'templates')
  const sources = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  )
  const named = [
    ...sources.flatMap((source) =>
      [...source.matchAll(/template: '([a-z-]+)'/g)].map(([, name = '']) => name),
    ),
    ...Object.values(noticeTemplates),
    ...Object.values(loginTemplates),
  ]
  const made = examples.map(({ name, make }) => ({ name, template: make(english).template }))
  for (const { name, template } of made) t.equal(template, name)
  t.same(made.map(({ name }) => name).toSorted(), named.toSorted())
})

test('whatever a mail says comes from the words of a language, or is data', (t) => {
  for (const { name, make } of examples) {
    const { subject, text, html } = make(pseudo)
    t.notMatch(leftOver(subject), /\p{L}/u, `${name}: subject`)
    t.notMatch(leftOver(text), /\p{L}/u, `${name}: text`)
    t.notMatch(leftOver(wordsOf(html)), /\p{L}/u, `${name}: HTML`)
  }
  t.match(leftOver('⟦said⟧ forgotten'), /forgotten/, 'and would be noticed')
  t.end()
})

test('text and HTML of a mail say the same, and have the same links', (t) => {
  for (const { name, make } of examples) {
    const { text, html } = make(english)
    const shown = wordsOf(html)
    for (const line of text
      .split('\n')
      .filter((part) => part !== '-- ' && !/^https?:/.test(part))) {
      for (const part of line.replace(/^- |:$/, '').split(/ {2,}/)) {
        t.ok(shown.includes(part.trim()), `${name}: ${part}`)
      }
    }
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, url = '']) => decoded(url))
    t.same(text.match(/https?:\S+/g) ?? [], links, name)
    t.notMatch(html, /<(?:img|script|link|iframe|form)\b|@import|url\(/, 'nothing is fetched')
  }
  t.end()
})

test('what people typed is text, and a subject has one line', (t) => {
  const nasty = `<script>alert("1")</script>\r\nBcc: eve@example.com & 'more'`
  const mail = noticeMail(english, {
    kind: 'other',
    item: { title: nasty, message: nasty, url: `https://app.example/?a=1&b="><script>` },
  })
  t.notMatch(mail.html, /<script/)
  t.match(mail.html, '&#60;script&#62;')
  t.notMatch(mail.subject, /[\r\n]/)
  t.ok(mail.text.includes(nasty))
  const all = composeMail(english, {
    template: 'x',
    necessity: 'optional',
    subject: 'x',
    blocks: [heading(nasty), list([nasty]), table([nasty, nasty], [[nasty, nasty]])],
  })
  t.notMatch(all.html, /<script/)
  for (const url of ['javascript:alert(1)', 'data:text/html,x', '/relative']) {
    const make = () =>
      composeMail(english, {
        template: 'x',
        necessity: 'optional',
        subject: 'x',
        blocks: [button('x', url)],
      })
    t.throws(make, TypeError, url)
  }
  t.end()
})

test('only optional mail can be ended, and all of it but an invitation', (t) => {
  for (const { name, make } of examples) {
    const { necessity, unsubscribeUrl, text } = make(english)
    const canBeEnded = necessity === 'optional' && name !== 'invitation'
    t.equal(unsubscribeUrl !== undefined, canBeEnded, name)
    t.equal(text.includes(english.messages.footer.unsubscribe), canBeEnded, name)
  }
  const essential = examples.filter(({ make }) => make(english).necessity !== 'optional')
  t.same(
    essential.map(({ name }) => name),
    [
      'verify-email',
      'reset-password',
      'password-changed',
      'second-factor-on',
      'second-factor-off',
      'recovery-codes-renewed',
      'recovery-code-used',
      'login-linked',
      'login-unlinked',
      'confirm-new-email',
      'email-changed',
      'email-change-asked',
      'account-deleted',
      'export-asked',
      'payment-failed',
    ],
  )
  t.end()
})

test('a person gets the words of their language, and English where there are none', (t) => {
  for (const locale of ['en', 'EN', 'en-GB', 'xx', 'xx-YY', '', null, undefined]) {
    t.equal(wordsFor(locale).language, 'en', String(locale))
  }
  t.equal(wordsFor('en-xa'), pseudo, 'also the one that nobody speaks')
  t.match(examples[0]?.make(pseudo).html, '<html lang="en-XA" dir="ltr">')
  t.end()
})

/** What stands outside of the brackets of the words, without addresses and data. */
function leftOver(text: string): string {
  const data = Object.values(exampleData).reduce((left, value) => left.replaceAll(value, ''), text)
  return data.replaceAll(/⟦[^⟧]*⟧/g, '').replaceAll(/https?:\S+/g, '')
}

/** What HTML shows, without the name of the product. */
function wordsOf(html: string): string {
  const body = html.slice(html.indexOf('<body')).replace('>T21<', '><')
  return decoded(body.replaceAll(/<[^>]+>/g, ' '))
}

function decoded(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
}
