import { test } from 'tap'
import { loginAs, registerUser, senderOf, testApp } from '../../../../test/support/app.ts'
import {
  buildBrand,
  buildMedia,
  buildMember,
  buildOrganization,
  buildPost,
  buildUser,
} from '../../../../test/support/factories.ts'
import { newLibrary, startLibraryServer } from './fixtures/library.ts'
import { picture } from './fixtures/media-files.ts'

async function start(t: Parameters<typeof testApp>[0]) {
  const { app, database } = await testApp(t)
  const [mine, stranger] = [await registerUser(app), await registerUser(app)]
  const { organizationId } = mine
  const library = (fields: object = {}) => buildMedia(database, { organizationId, ...fields })
  const send = senderOf(app)
  const ids = async (query: string) =>
    (await send(mine, 'GET', `/media?${query}`)).data.map((one: { id: string }) => one.id)
  const use = (mediaId: string, post: { id: string; organizationId: string }) =>
    database.system('post_media').insert({
      post_id: post.id,
      organization_id: post.organizationId,
      position: 0,
      media_id: mediaId,
    })
  return { app, database, send, mine, stranger, organizationId, library, ids, use }
}

test('tags are listed with their counts, those of the own library only', async (t) => {
  const { database, send, mine, stranger, organizationId, library } = await start(t)
  const brand = await buildBrand(database, { organizationId })
  await library({ tags: ['launch', 'red'] })
  await library({ tags: ['red'], brandId: brand.id })
  await library({ tags: ['gone'], status: 'deleted' })
  await buildMedia(database, { organizationId: stranger.organizationId, tags: ['red', 'theirs'] })
  t.same((await send(mine, 'GET', '/media/tags')).data, [
    { tag: 'red', count: 2 },
    { tag: 'launch', count: 1 },
  ])
  const ofBrand = await send(mine, 'GET', `/media/tags?brandId=${brand.id}`)
  t.same(ofBrand.data, [{ tag: 'red', count: 1 }])
  t.equal((await send(stranger, 'GET', `/media/tags?brandId=${brand.id}`)).statusCode, 404)
})

test('words are looked for in names, alternative texts and tags', async (t) => {
  const { database, send, mine, stranger, library, ids } = await start(t)
  const named = await library({ originalName: 'Red_bicycle.png', alt: '100 % fun' })
  const told = await library({ originalName: 'x.png', alt: 'A RED shop', tags: ['autumn'] })
  await buildMedia(database, {
    organizationId: stranger.organizationId,
    originalName: 'red bicycle.png',
  })
  for (const [q, expected] of [
    ['red', [told.id, named.id]],
    ['autumn red', [told.id]],
    ['bicycle fun', [named.id]],
    ['%', [named.id]],
    ['red_', [named.id]],
    ['nothing', []],
  ] as const) {
    t.same(await ids(`q=${encodeURIComponent(q)}`), expected, q)
  }
  const first = await send(mine, 'GET', '/media?q=red&limit=1')
  const { nextCursor } = first.meta
  t.same(await ids(`q=red&limit=1&cursor=${nextCursor}`), [named.id])
  const other = await send(mine, 'GET', `/media?q=blue&limit=1&cursor=${nextCursor}`)
  t.match(other.error, { code: 'INVALID_CURSOR' })
})

test('a medium tells where it is used, and what is used nowhere can be listed', async (t) => {
  const { database, send, mine, organizationId, library, ids, use } = await start(t)
  const brand = await buildBrand(database, { organizationId })
  const [used, logo, free] = [await library(), await library(), await library()]
  const post = await buildPost(database, { organizationId, brandId: brand.id })
  await use(used.id, post)
  await send(mine, 'PUT', `/brands/${brand.id}/logo`, { mediaId: logo.id })
  t.same((await send(mine, 'GET', `/media/${used.id}`)).data.usage, {
    posts: [{ id: post.id, brandId: brand.id, status: 'DRAFT' }],
    logos: [],
  })
  const ofLogo = await send(mine, 'GET', `/media/${logo.id}`)
  t.same(ofLogo.data.usage, { posts: [], logos: [brand.id] })
  t.same(await ids('unused=true'), [free.id])
  t.same(await ids('unused=false'), [logo.id, used.id])
})

test('members who are limited to brands are not told of posts, logos and tags of others', async (t) => {
  const { app, database, send, use } = await start(t)
  const owner = await buildUser(database)
  const team = await buildOrganization(database, { ownerId: owner.id, personal: false })
  const of = { organizationId: team.id }
  const [brand, other] = [await buildBrand(database, of), await buildBrand(database, of)]
  const media = await buildMedia(database, of)
  const mine = await buildPost(database, { ...of, brandId: brand.id })
  const hidden = await buildPost(database, { ...of, brandId: other.id })
  for (const post of [mine, hidden]) await use(media.id, post)
  await database.system('brands').where({ id: other.id }).update({ logo_media_id: media.id })
  const person = await buildUser(database)
  await buildMember(database, { ...of, userId: person.id, role: 'MEMBER', brandIds: [brand.id] })
  const limited = await loginAs(app, person)
  const { data } = await send(limited, 'GET', `/media/${media.id}`)
  t.match(data.usage, { posts: [{ id: mine.id }] })
  t.equal(data.usage.posts.length, 1)
  t.same(data.usage.logos, [])
  await buildMedia(database, { ...of, brandId: brand.id, tags: ['known'] })
  await buildMedia(database, { ...of, brandId: other.id, tags: ['hidden'] })
  const tags = await send(limited, 'GET', `/media/tags?organizationId=${team.id}`)
  t.same(tags.data, [{ tag: 'known', count: 1 }])
})

test('the same bytes once more are stored, and the first is named', async (t) => {
  const server = await startLibraryServer(t)
  const [mine, stranger] = [await newLibrary(server), await newLibrary(server)]
  const bytes = await picture('png', { width: 20, height: 10 })
  const upload = async (library: typeof mine) =>
    (await library.upload([['file', { bytes, name: 'a.png', type: 'image/png' }]])).json<{
      data: { id: string; duplicateOf: string | null }
    }>().data
  const first = await upload(mine)
  t.equal(first.duplicateOf, null)
  t.equal((await upload(stranger)).duplicateOf, null, 'others’ libraries are not told of')
  const second = await upload(mine)
  t.equal(second.duplicateOf, first.id)
  t.not(second.id, first.id)
  t.equal((await upload(mine)).duplicateOf, first.id, 'the oldest')
})
