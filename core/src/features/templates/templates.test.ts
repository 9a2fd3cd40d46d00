import { randomUUID } from 'node:crypto'
import { test } from 'tap'
import { loginAs, registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildMember,
  buildOrganization,
  buildUser,
} from '../../../../test/support/factories.ts'

const text = 'Hello {{name|friend}}, {{product}} is here!'

async function start(t: Parameters<typeof testApp>[0]) {
  const { app, database } = await testApp(t)
  const send = senderOf(app)
  const [mine, stranger] = [await registerUser(app), await registerUser(app)]
  const brand = await buildBrand(database, { organizationId: mine.organizationId })
  const path = `/brands/${brand.id}/templates`
  const create = async (fields: object = {}) =>
    send(mine, 'POST', path, { name: 'Launch', template: text, ...fields })
  return { app, database, send, mine, stranger, brand, path, create }
}

test('a template is made, listed by pages, changed by its version and deleted', async (t) => {
  const { send, mine, path, create } = await start(t)
  const made = await create({ category: 'launch' })
  t.equal(made.statusCode, 201)
  t.match(made.data, {
    name: 'Launch',
    template: text,
    category: 'launch',
    variables: [
      { name: 'name', default: 'friend' },
      { name: 'product', default: null },
    ],
    version: 1,
  })
  t.equal(made.headers['etag'], '"1"')
  const other = await create({ name: 'Other' })
  const first = await send(mine, 'GET', `${path}?limit=1`)
  t.match(first.data, [{ id: other.data.id }])
  const next = `limit=1&cursor=${String(first.meta.nextCursor)}`
  t.match((await send(mine, 'GET', `${path}?${next}`)).data, [{ id: made.data.id }])
  const otherList = await send(mine, 'GET', `${path}?${next}&category=launch`)
  t.match(otherList.error, { code: 'INVALID_CURSOR' })
  const launches = await send(mine, 'GET', `${path}?category=launch`)
  t.match(launches.data, [{ id: made.data.id }])
  t.equal(launches.data.length, 1)

  const one = `${path}/${made.data.id}`
  const changed = await send(mine, 'PATCH', one, { version: 1, template: 'No variables' })
  t.match(changed.data, {
    version: 2,
    template: 'No variables',
    variables: { length: 0 },
    name: 'Launch',
  })
  const stale = await send(mine, 'PATCH', one, { name: 'Stale' }, { 'if-match': '"1"' })
  t.match(stale, { statusCode: 409, error: { code: 'VERSION_CONFLICT', details: { version: 2 } } })
  t.match((await send(mine, 'PATCH', one, { name: 'x' })).error, { code: 'VALIDATION_ERROR' })
  t.equal((await send(mine, 'DELETE', one)).statusCode, 204)
  t.equal((await send(mine, 'GET', one)).statusCode, 404)
  t.equal((await send(mine, 'DELETE', one)).statusCode, 404)
})

test('braces that are no variable are refused when the template is written', async (t) => {
  const { send, mine, path, create } = await start(t)
  const { data } = await create()
  for (const template of ['Hello {{first name}}', '{{open', 'close}}']) {
    const refused = await create({ template })
    t.match(refused, { statusCode: 422, error: { details: [{ field: 'template' }] } }, template)
    const body = { version: 1, template }
    t.equal((await send(mine, 'PATCH', `${path}/${data.id}`, body)).statusCode, 422)
  }
  t.match((await send(mine, 'GET', path)).data, [{ version: 1, template: text }])
})

test('a preview shows the text, what is missing, and what there is no variable for', async (t) => {
  const { send, mine, path, create } = await start(t)
  const preview = `${path}/${(await create()).data.id}/preview`
  const variables = { product: '{{name}}', nmae: 'Ada' }
  t.same((await send(mine, 'POST', preview, { variables })).data, {
    text: 'Hello friend, {{name}} is here!',
    missing: [],
    unknown: ['nmae'],
  })
  t.same((await send(mine, 'POST', preview, {})).data, {
    text: 'Hello friend, {{product}} is here!',
    missing: ['product'],
    unknown: [],
  })
})

test('a post is made from a template, or refused by the name of what is wrong', async (t) => {
  const { database, send, mine, stranger, brand, create } = await start(t)
  const { id: templateId } = (await create()).data
  const brandId = brand.id
  const made = await send(mine, 'POST', '/posts', {
    brandId,
    templateId,
    variables: { product: 'Bread $&' },
  })
  t.equal(made.statusCode, 201)
  t.equal(made.data.content, 'Hello friend, Bread $& is here!')

  const sibling = await buildBrand(database, { organizationId: mine.organizationId })
  const foreign = await buildBrand(database, { organizationId: stranger.organizationId })
  const variables = { product: 'Bread' }
  for (const [body, status, field] of [
    [{ templateId }, 422, 'variables.product'],
    [{ templateId, variables: { ...variables, nmae: 'Ada' } }, 422, 'variables.nmae'],
    [{ templateId, variables, content: 'Mine' }, 422, 'templateId'],
    [{ templateId, variables: { product: 'x'.repeat(4_990) } }, 422, 'variables'],
    [{ variables, content: 'Mine' }, 422, 'variables'],
    [{}, 422, 'content'],
    [{ templateId: randomUUID(), variables }, 404, undefined],
    [{ templateId, variables, brandId: sibling.id }, 404, undefined],
  ] as const) {
    for (const path of ['/posts', '/posts/validate']) {
      const answer = await send(mine, 'POST', path, { brandId, ...body })
      t.equal(answer.statusCode, status, JSON.stringify(body).slice(0, 80))
      if (field !== undefined) t.match(answer.error.details, [{ field }])
    }
  }
  const body = { brandId: foreign.id, templateId, variables }
  t.equal((await send(stranger, 'POST', '/posts', body)).statusCode, 404)
  t.equal((await send(mine, 'GET', '/posts')).data.length, 1, 'nothing else was stored')
})

test('viewers read, members write, and nobody reaches templates of brands that are not theirs', async (t) => {
  const { app, database, send, stranger, path, create } = await start(t)
  const owner = await buildUser(database)
  const team = await buildOrganization(database, { ownerId: owner.id, personal: false })
  const of = { organizationId: team.id }
  const [brand, other] = [await buildBrand(database, of), await buildBrand(database, of)]
  const join = async (role: string, brandIds?: readonly string[]) => {
    const user = await buildUser(database)
    await buildMember(database, { ...of, userId: user.id, role, ...(brandIds && { brandIds }) })
    return loginAs(app, user)
  }
  const [viewer, member] = [await join('VIEWER'), await join('MEMBER', [brand.id])]
  const here = `/brands/${brand.id}/templates`
  const there = `/brands/${other.id}/templates`
  const body = { name: 'Launch', template: text }

  const made = await send(member, 'POST', here, body)
  t.equal(made.statusCode, 201)
  const one = `${here}/${made.data.id}`
  t.equal((await send(viewer, 'GET', one)).statusCode, 200)
  t.equal((await send(viewer, 'POST', `${one}/preview`, {})).statusCode, 200)
  t.equal((await send(viewer, 'POST', here, body)).statusCode, 403)
  t.equal((await send(viewer, 'PATCH', one, { version: 1, name: 'x' })).statusCode, 403)
  t.equal((await send(viewer, 'DELETE', one)).statusCode, 403)

  const hidden = (await send(await loginAs(app, owner), 'POST', there, body)).data
  const foreign = (await create()).data
  for (const [who, place] of [
    [member, `${there}/${hidden.id}`],
    [member, `${here}/${hidden.id}`],
    [stranger, one],
    [stranger, `${path}/${foreign.id}`],
    [member, `${path}/${foreign.id}`],
  ] as const) {
    t.equal((await send(who, 'GET', place)).statusCode, 404)
    t.equal((await send(who, 'PATCH', place, { version: 1, name: 'x' })).statusCode, 404)
    t.equal((await send(who, 'DELETE', place)).statusCode, 404)
    t.equal((await send(who, 'POST', `${place}/preview`, {})).statusCode, 404)
  }
  t.equal((await send(member, 'GET', there)).statusCode, 404)
  t.equal((await send(member, 'POST', there, body)).statusCode, 404)
})
