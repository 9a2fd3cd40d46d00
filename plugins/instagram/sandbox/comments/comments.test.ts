import t from 'tap'
import { at, createLab, textAt } from '../support/lab.ts'
import { published } from '../support/publish.ts'

t.test('a first comment is written, read back and replied to', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const media = await published(lab, who)
  const first = textAt((await lab.post(who, `${media}/comments`, { message: 'One' })).json, 'id')
  lab.advance(1)
  const second = textAt((await lab.post(who, `${media}/comments`, { message: 'Two' })).json, 'id')
  const reply = textAt((await lab.post(who, `${first}/replies`, { message: 'Yes' })).json, 'id')
  const below = textAt((await lab.post(who, `${reply}/replies`, { message: 'And' })).json, 'id')
  const fields = 'id,text,username,from,timestamp,hidden,parent_id,replies{id,text}'
  const { json } = await lab.get(who, `${media}/comments?fields=${fields}`)

  t.match(json, {
    data: [
      { id: second, text: 'Two', username: 'alice', from: { id: who.id, username: 'alice' } },
      { id: first, text: 'One', replies: { data: [{ text: 'And' }, { text: 'Yes' }] } },
    ],
  })
  t.match(at(json, 'data'), { length: 2 })
  t.match((await lab.get(who, `${below}?fields=parent_id`)).json, { parent_id: first })
})

t.test('comments come in pages of fifty, newest first, whatever time was asked for', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const media = await published(lab, who)
  for (let count = 0; count < 51; count += 1) {
    await lab.post(who, `${media}/comments`, { message: `Comment ${count}` })
  }
  const page = await lab.get(who, `${media}/comments?since=4000000000`)
  const after = textAt(page.json, 'paging', 'cursors', 'after')
  const rest = await lab.get(who, `${media}/comments?after=${after}`)

  t.match(at(page.json, 'data'), { length: 50, 0: { text: 'Comment 50' } })
  t.match(rest.json, { data: [{ text: 'Comment 0' }] })
  t.match((await lab.get(who, `${media}/comments?limit=51`)).json, { error: { code: 100 } })
})

t.test('the rules of a comment are those of the older API', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const media = await published(lab, who)
  const links = 'https://a.example https://b.example'
  for (const [message, status] of [
    ['a'.repeat(300), 200],
    ['a'.repeat(301), 400],
    ['#a #b #c #d', 200],
    ['#a #b #c #d #e', 400],
    ['See https://a.example', 200],
    [links, 400],
    ['OK, so what', 200],
    ['LOOK AT THIS', 400],
    ['', 400],
  ] as const) {
    const answer = await lab.post(who, `${media}/comments`, { message })
    t.equal(answer.status, status, message.slice(0, 40))
  }
})

t.test('comments are hidden, deleted with their replies, and turned off', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const media = await published(lab, who)
  const id = textAt((await lab.post(who, `${media}/comments`, { message: 'One' })).json, 'id')
  const reply = textAt((await lab.post(who, `${id}/replies`, { message: 'Yes' })).json, 'id')
  await lab.post(who, id, { hide: 'true' })
  const hidden = await lab.get(who, `${id}?fields=hidden`)
  await lab.call('DELETE', `${who.base}/${id}`, { token: who.token })
  await lab.post(who, media, { comment_enabled: 'false' })
  const off = await lab.post(who, `${media}/comments`, { message: 'Late' })
  const edited = await lab.post(who, media, { caption: 'Other' })

  t.match(hidden.json, { hidden: true })
  t.match((await lab.get(who, reply)).json, { error: { error_subcode: 33 } })
  t.match((await lab.get(who, `${media}/comments`)).json, { data: { length: 0 } })
  t.equal(off.status, 400)
  t.equal(edited.status, 400)
})

t.test('a story has no comments, and what is gone has none either', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const story = await published(lab, who, { media_type: 'STORIES' })
  const bob = await lab.signIn('bob')
  const media = await published(lab, who)

  for (const [someone, id] of [
    [who, story],
    [who, '18000000000000001'],
    [bob, media],
  ] as const) {
    const { json } = await lab.post(someone, `${id}/comments`, { message: 'Hello' })
    t.match(json, { error: { code: 100, error_subcode: 33 } })
  }
})

t.test('one private reply to a comment, within seven days', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('popular.demo')
  const media = await published(lab, who)
  lab.advance(5)
  const { json } = await lab.get(who, `${media}/comments?fields=from`)
  const id = textAt(json, 'data', 0, 'id')
  const send = async (text: string) =>
    await lab.call('POST', `${who.base}/me/messages`, {
      token: who.token,
      json: { recipient: { comment_id: id }, message: { text } },
    })
  const long = await send('é'.repeat(501))
  const first = await send('Thank you')
  const second = await send('Again')

  t.match(long.json, { error: { code: 100 } })
  t.match(first.json, { recipient_id: textAt(json, 'data', 0, 'from', 'id') })
  t.match(second.json, { error: { code: 100 } })
})
