import t from 'tap'
import { emulator } from '../index.ts'
import { at, createLab, get, madeId, post, textAt } from '../support/lab.ts'

t.test('a first comment, an answer, and who may see from whom', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const id = await madeId(post(lab, page, 'feed', { message: 'post' }))
  const comment = (above: string, message: string) =>
    madeId(lab.call('POST', `/v25.0/${above}/comments`, { token: page.token, form: { message } }))
  const first = await comment(id, 'first')
  const answer = await comment(first, 'answer')
  const second = await comment(answer, 'answer to the answer')
  const list = async (query: string) => {
    const { json } = await get(lab, page, `${id}/comments?fields=id,from,message&${query}`)
    return at(json, 'data')
  }
  t.match(await list('filter=toplevel'), [
    { id: first, message: 'first', from: { id: page.id, name: 'Alice Page' } },
  ])
  t.equal(((await list('filter=stream')) as unknown[]).length, 3)
  t.match((await get(lab, page, `${second}?fields=parent,message`)).json, { parent: { id: first } })
  t.match(
    emulator.published(lab.context).find((one) => one.id === first),
    {
      kind: 'comment',
      inReplyTo: id,
      text: 'first',
    },
  )
  const blind = await lab.signIn('bob', {
    sandbox_scopes:
      'pages_show_list,pages_manage_posts,pages_read_engagement,pages_manage_engagement',
  })
  const own = await madeId(post(lab, blind, 'feed', { message: 'post' }))
  const form = { message: 'x' }
  await lab.call('POST', `/v25.0/${own}/comments`, { token: blind.token, form })
  const { json } = await get(lab, blind, `${own}/comments?fields=id,from,message`)
  t.strictSame(Object.keys(at(json, 'data', 0) as object), ['message', 'id'])
})

t.test('comments are hidden, edited, liked and deleted', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const id = await madeId(post(lab, page, 'feed', { message: 'post' }))
  const call = (method: string, path: string, form: Readonly<Record<string, string>> = {}) =>
    lab.call(method, `/v25.0/${path}`, { token: page.token, form })
  const comment = await madeId(call('POST', `${id}/comments`, { message: 'one' }))
  t.match((await call('POST', comment, { message: 'two' })).json, { success: true })
  t.match((await call('POST', `${comment}/likes`)).json, { success: true })
  t.match((await get(lab, page, `${comment}?fields=message,like_count`)).json, {
    message: 'two',
    like_count: 1,
  })
  await call('POST', comment, { is_hidden: 'true' })
  t.notOk(emulator.published(lab.context).some((one) => one.id === comment))
  t.match((await call('DELETE', comment)).json, { success: true })
  t.match((await get(lab, page, comment)).json, { error: { code: 100, error_subcode: 33 } })
})

t.test('nothing to say, a missing permission, a video’s id and a deleted post', async (t) => {
  const lab = createLab()
  const page = await lab.signIn()
  const id = await madeId(post(lab, page, 'feed', { message: 'post' }))
  const comment = async (above: string, form: Readonly<Record<string, string>>) =>
    (await lab.call('POST', `/v25.0/${above}/comments`, { token: page.token, form })).json
  t.match(await comment(id, {}), { error: { code: 100 } })
  t.match(await comment(id, { message: 'sandbox-error-1404006' }), {
    error: { error_subcode: 1404006 },
  })
  t.match(await comment('122', { message: 'x' }), { error: { code: 100, error_subcode: 33 } })
  await lab.call('DELETE', `/v25.0/${id}`, { token: page.token })
  t.match(await comment(id, { message: 'x' }), { error: { error_subcode: 33 } })
  const mute = await lab.signIn('bob', {
    sandbox_scopes: 'pages_show_list,pages_manage_posts,pages_read_engagement',
  })
  const own = textAt((await post(lab, mute, 'feed', { message: 'x' })).json, 'id')
  const answer = await lab.call('POST', `/v25.0/${own}/comments`, {
    token: mute.token,
    form: { message: 'x' },
  })
  t.match(answer, { status: 403, json: { error: { code: 200 } } })
})
