import { test } from 'tap'
import { loginAs, registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildMedia,
  buildMember,
  buildOrganization,
  buildUser,
} from '../../../../test/support/factories.ts'

async function start(t: Parameters<typeof testApp>[0]) {
  const { app, database } = await testApp(t)
  const [mine, stranger] = [await registerUser(app), await registerUser(app)]
  const { organizationId } = mine
  const brand = await buildBrand(database, { organizationId })
  const media = await buildMedia(database, { organizationId })
  return { app, database, send: senderOf(app), mine, stranger, organizationId, brand, media }
}

test('a brand says how it speaks', async (t) => {
  const { send, mine, brand } = await start(t)
  t.match((await send(mine, 'GET', `/brands/${brand.id}`)).data, {
    voiceExamples: [],
    bannedWords: [],
    defaultHashtags: [],
    logoMediaId: null,
  })
  const voice = {
    voiceExamples: ['Fresh from the oven, {as} "always"!', 'Come in.'],
    bannedWords: ['cheap', 'game changer'],
  }
  const changed = await send(mine, 'PATCH', `/brands/${brand.id}`, {
    version: 1,
    ...voice,
    defaultHashtags: ['#Bread', 'Bread', 'Cake'],
  })
  t.match(changed.data, { ...voice, defaultHashtags: ['Bread', 'Cake'], version: 2 })
  for (const [field, value] of [
    ['voiceExamples', Array(11).fill('x')],
    ['bannedWords', ['']],
    ['defaultHashtags', ['two words']],
  ] as const) {
    const body = { version: 2, [field]: value }
    t.equal((await send(mine, 'PATCH', `/brands/${brand.id}`, body)).statusCode, 422, field)
  }
  t.match((await send(mine, 'GET', `/brands/${brand.id}`)).data, { ...voice, version: 2 })
})

test('a picture of the library becomes the logo, and cannot be deleted as long as it is one', async (t) => {
  const { app, send, mine, brand, media } = await start(t)
  const path = `/brands/${brand.id}`
  await send(mine, 'PATCH', path, { version: 1, logoUrl: 'https://acme.example/logo.png' })
  const set = await send(mine, 'PUT', `${path}/logo`, { mediaId: media.id })
  t.match(set, { statusCode: 200, data: { logoMediaId: media.id, version: 3 } })
  t.equal(set.headers['etag'], '"3"')
  const address = new URL(set.data.logoUrl)
  t.match(address.pathname, `/v1/media/files/${media.id}`)
  const damaged = address.search.replace(/signature=./, 'signature=')
  const refused = await app.inject(address.pathname + damaged)
  t.equal(refused.statusCode, 404, 'it is signed')

  const deleted = await send(mine, 'DELETE', `/media/${media.id}`)
  t.match(deleted, { statusCode: 409, error: { code: 'CONFLICT' } })
  const echoed = await send(mine, 'PATCH', path, { version: 3, logoUrl: set.data.logoUrl })
  t.match(echoed, { statusCode: 422, error: { details: [{ field: 'logoUrl' }] } })
  t.equal((await send(mine, 'GET', path)).data.logoMediaId, media.id)

  const removed = await send(mine, 'DELETE', `${path}/logo`)
  t.match(removed.data, { logoUrl: null, logoMediaId: null, version: 4 })
  t.equal((await send(mine, 'DELETE', `/media/${media.id}`)).statusCode, 204)
  const gone = await send(mine, 'PUT', `${path}/logo`, { mediaId: media.id })
  t.equal(gone.statusCode, 404)
})

test('an address elsewhere takes the place of a picture', async (t) => {
  const { send, mine, brand, media } = await start(t)
  const path = `/brands/${brand.id}`
  await send(mine, 'PUT', `${path}/logo`, { mediaId: media.id })
  const logoUrl = 'https://acme.example/logo.png'
  const changed = await send(mine, 'PATCH', path, { version: 2, logoUrl })
  t.match(changed.data, { logoUrl, logoMediaId: null })
})

test('a logo is a picture of the own organization, chosen by those who manage the brand', async (t) => {
  const { app, database, send, mine, stranger, organizationId, brand, media } = await start(t)
  const path = `/brands/${brand.id}/logo`
  const sibling = await buildBrand(database, { organizationId })
  const video = await buildMedia(database, { organizationId, kind: 'video' })
  const ofSibling = await buildMedia(database, { organizationId, brandId: sibling.id })
  const foreign = await buildMedia(database, { organizationId: stranger.organizationId })
  for (const [mediaId, status] of [
    [video.id, 422],
    [ofSibling.id, 404],
    [foreign.id, 404],
  ] as const) {
    t.equal((await send(mine, 'PUT', path, { mediaId })).statusCode, status)
  }
  t.equal((await send(stranger, 'PUT', path, { mediaId: foreign.id })).statusCode, 404)
  t.equal((await send(stranger, 'DELETE', path)).statusCode, 404)
  const owner = await buildUser(database)
  const team = await buildOrganization(database, { ownerId: owner.id, personal: false })
  const teams = await buildBrand(database, { organizationId: team.id })
  const member = await buildUser(database)
  await buildMember(database, { organizationId: team.id, userId: member.id, role: 'MEMBER' })
  const answer = await send(await loginAs(app, member), 'DELETE', `/brands/${teams.id}/logo`)
  t.equal(answer.statusCode, 403)
  t.match((await send(mine, 'GET', `/brands/${brand.id}`)).data, { logoMediaId: null, version: 1 })
  t.equal((await send(mine, 'PUT', path, { mediaId: media.id })).statusCode, 200)
})
