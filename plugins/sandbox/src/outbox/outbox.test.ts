import t from 'tap'
import { startExample } from '../../test/sandbox-client.ts'
import type { StoredMail } from '../index.ts'

const mail = { id: '1', to: 'ada@example.com', subject: 'Welcome', text: 'Hello' }

t.test('a mail is shown, and its links can be followed', async (t) => {
  const { send, page } = await startExample(t)
  const address = 'http://127.0.0.1:3000/verify?token=abcdefghijklmnopqrstuvwxyz0123456789'

  const stored = await send('POST', '/_mail/messages', { ...mail, text: `Hello\n\n${address}` })
  const shown = await page('/outbox')

  t.equal(stored.status, 201)
  t.match(shown, 'To ada@example.com')
  t.match(shown, '<h2>Welcome</h2>')
  t.match(shown, '<p class="text">Hello\n\n<a href="http://127.0.0.1:3000/verify?token=abc')
  t.match(shown, `>${address}</a>`, 'the address is shown whole')
})

t.test('the HTML of a mail is shown in a frame that can do nothing, beside its text', async (t) => {
  const { send, page, url } = await startExample(t)
  const html =
    '<html><head></head><body onload="x()"><a href="https://t21.example/a">Go</a></body></html>'
  await send('POST', '/_mail/messages', { ...mail, id: 'a/b"', html })
  await send('POST', '/_mail/messages', mail)

  const shown = await page('/outbox')
  t.match(
    shown,
    '<iframe src="/outbox/a%2Fb%22/html" sandbox="allow-popups allow-popups-to-escape-sandbox"',
  )
  t.match(shown, '<p class="text">Hello</p></details>')
  t.equal(shown.split('<iframe').length, 2, 'a mail without HTML has no frame')
  t.notMatch(shown, 'onload', 'nothing of it stands in the page')

  const answer = await fetch(`${url}/outbox/a%2Fb%22/html`)
  t.match(
    answer.headers.get('content-security-policy'),
    /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; /,
  )
  t.match(await answer.text(), '<head><base target="_blank"></head><body')
  for (const id of ['1', 'none']) t.equal((await fetch(`${url}/outbox/${id}/html`)).status, 404)
})

t.test('the same id twice is one mail', async (t) => {
  const { send, control } = await startExample(t)

  const first = await send<{ data: StoredMail }>('POST', '/_mail/messages', mail)
  const second = await send<{ data: StoredMail }>('POST', '/_mail/messages', mail)

  t.equal(first.status, 201)
  t.equal(second.status, 200)
  t.same(second.body, first.body)
  t.equal((await control<StoredMail[]>('GET', 'mails')).length, 1)
})

t.test('mails come newest first, and can be asked for by their receiver', async (t) => {
  const { send, control, page } = await startExample(t)
  await send('POST', '/_mail/messages', mail)
  await send('POST', '/_mail/messages', { ...mail, id: '2', to: 'ben@example.com' })
  await send('POST', '/_mail/messages', { ...mail, id: '3', subject: 'Again' })

  t.match(await control('GET', 'mails'), [{ id: '3' }, { id: '2' }, { id: '1' }])
  const adas = await control<StoredMail[]>('GET', 'mails?to=Ada@example.com')
  t.match(adas, [{ id: '3', receivedAt: /^\d{4}-/ }, { id: '1' }])
  t.same(await control('GET', 'mails?to=nobody@example.com'), [])
  const shown = await page('/outbox')
  t.ok(shown.indexOf('Again') < shown.indexOf('ben@example.com'))
})

t.test('the outbox keeps the last 1,000 mails', async (t) => {
  const { send, control } = await startExample(t)
  for (let id = 1; id <= 1002; id += 1) {
    await send('POST', '/_mail/messages', { ...mail, id: String(id) })
  }

  const mails = await control<StoredMail[]>('GET', 'mails')
  t.equal(mails.length, 1000)
  t.equal(mails.at(-1)?.id, '3')
})

t.test('what is no mail is refused with the field that is wrong', async (t) => {
  const { send, control } = await startExample(t)

  for (const [wrong, field] of [
    [{ to: 'ada' }, 'to'],
    [{ to: ['ada@example.com'] }, 'to'],
    [{ id: '' }, 'id'],
    [{ subject: undefined }, 'subject'],
    [{ html: ['<p>'] }, 'html'],
    [{ colour: 'red' }, 'colour'],
  ] as const) {
    const { status, body } = await send('POST', '/_mail/messages', { ...mail, ...wrong })
    t.equal(status, 422)
    t.match(body, { error: { code: 'INVALID_REQUEST', details: [{ field }] } })
  }
  t.equal((await send('POST', '/_mail/messages', 'hello')).status, 422)
  t.same(await control('GET', 'mails'), [])
})

t.test('an empty outbox says so', async (t) => {
  const { page, send } = await startExample(t)

  t.match(await page('/outbox'), 'No mail yet')
  await send('POST', '/_mail/messages', mail)
  t.notMatch(await page('/outbox'), 'No mail yet')
})
