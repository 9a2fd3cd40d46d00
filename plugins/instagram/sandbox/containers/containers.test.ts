import fc from 'fast-check'
import t from 'tap'
import { jpeg, png, servePicture, serveVideo } from '../support/files.ts'
import { createLab, textAt, type Lab, type SignedIn } from '../support/lab.ts'
import { container, finished } from '../support/publish.ts'
import { hashtagsOf, mentionsOf } from './caption.ts'

type Form = Readonly<Record<string, string>>

/** The code and subcode with which a container is refused; 200 where it is not. */
async function refusal(lab: Lab, who: SignedIn, form: Form): Promise<string> {
  const { status, json } = await lab.post(who, `${who.id}/media`, form)
  if (status === 200) return '200'
  const { error } = json as { error: { code: number | string; error_subcode?: number } }
  return error.error_subcode === undefined
    ? `${error.code}`
    : `${error.code}/${error.error_subcode}`
}

t.test('each kind takes its own parameters and refuses those of others', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const image_url = servePicture(lab)
  const video_url = serveVideo(lab)
  const item = { is_carousel_item: 'true' }
  const reel = { media_type: 'REELS', video_url }
  const story = { media_type: 'STORIES', image_url }
  const cases: readonly (readonly [string, Form, string])[] = [
    ['a picture', { image_url }, '200'],
    ['a picture said to be one', { image_url, media_type: 'IMAGE' }, '200'],
    ['a reel', { ...reel, share_to_feed: 'false', audio_name: 'Mine' }, '200'],
    ['a story', story, '200'],
    ['a story with a video', { media_type: 'STORIES', video_url }, '200'],
    ['an item', { ...item, image_url, alt_text: 'A square' }, '200'],
    ['an item with a video', { ...item, media_type: 'VIDEO', video_url }, '200'],
    ['nothing at all', {}, '100'],
    ['a text', { caption: 'Only text' }, '100'],
    ['a video alone', { media_type: 'VIDEO', video_url }, '100/2207089'],
    ['an unknown type', { media_type: 'PHOTO', image_url }, '100/2207023'],
    ['a reel as an item', { ...item, ...reel }, '100'],
    ['a story as an item', { ...item, ...story }, '100'],
    ['a caption on an item', { ...item, image_url, caption: 'x' }, '100'],
    ['a caption on a story', { ...story, caption: 'x' }, '100'],
    ['collaborators of a story', { ...story, collaborators: '["bob"]' }, '100'],
    ['an alt text on a reel', { ...reel, alt_text: 'x' }, '100'],
    ['an alt text on a story', { ...story, alt_text: 'x' }, '100'],
    ['AI on an item', { ...item, image_url, is_ai_generated: 'true' }, '100'],
    ['a reel with a picture', { media_type: 'REELS', image_url }, '100'],
    ['products by Instagram Login', { image_url, product_tags: '[{"product_id":"1"}]' }, '100'],
    ['uploads by Instagram Login', { media_type: 'REELS', upload_type: 'resumable' }, '100'],
    ['a name nobody knows', { image_url, colour: 'red' }, '100'],
    ['a flag that is none', { image_url, is_carousel_item: 'perhaps' }, '100'],
  ]
  for (const [name, form, expected] of cases) {
    t.equal(await refusal(lab, who, form), expected, name)
  }
})

t.test('texts, tags and places are held against their rules', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const image_url = servePicture(lab)
  const reel = { media_type: 'REELS', video_url: serveVideo(lab) }
  const story = { media_type: 'STORIES', image_url }
  const tag = (more: object) => JSON.stringify([{ username: 'bob', ...more }])
  const cases: readonly (readonly [string, Form, string])[] = [
    ['2200 characters', { image_url, caption: 'a'.repeat(2200) }, '200'],
    ['2201 characters', { image_url, caption: 'a'.repeat(2201) }, '36004/2207010'],
    ['2202 halves of pairs', { image_url, caption: '🎉'.repeat(1101) }, '36004/2207010'],
    ['30 hashtags', { image_url, caption: '#a '.repeat(30) }, '200'],
    ['31 hashtags', { image_url, caption: '#a '.repeat(31) }, '36004/2207010'],
    ['20 mentions', { image_url, caption: '@bob '.repeat(20) }, '200'],
    ['21 mentions', { image_url, caption: '@bob '.repeat(21) }, '36004/2207010'],
    ['an alt text of 1000', { image_url, alt_text: 'a'.repeat(1000) }, '200'],
    ['an alt text of 1001', { image_url, alt_text: 'a'.repeat(1001) }, '100'],
    ['a tag with a place', { image_url, user_tags: tag({ x: 0.5, y: 1 }) }, '200'],
    ['a tag without a place', { image_url, user_tags: tag({}) }, '100'],
    ['a tag beside the picture', { image_url, user_tags: tag({ x: 0.5, y: 1.1 }) }, '100'],
    ['a tag with half a place', { ...story, user_tags: tag({ x: 0.5 }) }, '100'],
    ['a tag on a story', { ...story, user_tags: tag({}) }, '200'],
    ['a tag on a reel', { ...reel, user_tags: tag({}) }, '200'],
    ['a place on a reel', { ...reel, user_tags: tag({ x: 0, y: 0 }) }, '100'],
    ['a tag with an at sign', { image_url, user_tags: '[{"username":"@bob","x":0,"y":0}]' }, '100'],
    ['tags that are no list', { image_url, user_tags: 'bob' }, '100'],
    ['three collaborators', { image_url, collaborators: '["a","b","c"]' }, '200'],
    ['four collaborators', { image_url, collaborators: '["a","b","c","d"]' }, '100'],
    ['a place', { image_url, location_id: '7640348500' }, '200'],
    [
      'no place',
      { image_url, location_id: '404123' },
      'INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID',
    ],
    ['a trial', { ...reel, trial_params: '{"graduation_strategy":"MANUAL"}' }, '200'],
    ['a wrong trial', { ...reel, trial_params: '{"graduation_strategy":"MAYBE"}' }, '100'],
    ['a negative offset', { ...reel, thumb_offset: '-1' }, '1/2207057'],
  ]
  for (const [name, form, expected] of cases) {
    t.equal(await refusal(lab, who, form), expected, name)
  }
  const noTrial = await lab.signIn('notrial.demo')
  const trial = { ...reel, trial_params: '{"graduation_strategy":"MANUAL"}' }
  t.equal(await refusal(lab, noTrial, trial), '100/2207081')
})

t.test('a picture is a JPEG by its bytes, whatever its name and type say', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const header = jpeg(1080, 1080)
  const mpo = Buffer.concat([
    header.subarray(0, 20),
    Buffer.from([0xff, 0xe2, 0, 14]),
    Buffer.from('MPF\0MM\0*\0\0\0\x08', 'latin1'),
    header.subarray(20),
  ])
  lab.serve('https://media.example.com/photo.png', { type: 'image/png', bytes: header })
  const named = { image_url: 'https://media.example.com/photo.png' }

  t.equal(await refusal(lab, who, named), '200')
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ['PNG', png(100, 100), '36001/2207005'],
    ['MPO', mpo, '36001/2207005'],
    ['text', Buffer.from('<html>'), '36001/2207005'],
    ['8 MiB', jpeg(1080, 1080, 8 * 1024 * 1024), '200'],
    ['8 MiB and a byte', jpeg(1080, 1080, 8 * 1024 * 1024 + 1), '36000/2207004'],
    ['4:5', jpeg(1080, 1350), '200'],
    ['taller than 4:5', jpeg(1080, 1351), '36003/2207009'],
    ['1.91:1', jpeg(1910, 1000), '200'],
    ['wider than 1.91:1', jpeg(1911, 1000), '36003/2207009'],
    ['small', jpeg(10, 10), '200'],
  ]
  for (const [name, file, expected] of cases) {
    t.equal(
      await refusal(lab, who, { image_url: servePicture(lab, 'x.jpg', file) }),
      expected,
      name,
    )
  }
  const tall = servePicture(lab, 'tall.jpg', jpeg(1080, 1920))
  t.equal(
    await refusal(lab, who, { media_type: 'STORIES', image_url: tall }),
    '200',
    'a tall story',
  )
})

t.test('an address must be plain, open, direct, and allowed to the crawler', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  servePicture(lab)
  lab.serve('https://moved.example.com/a.jpg', {
    status: 302,
    type: 'text/html',
    bytes: jpeg(9, 9),
  })
  lab.serve('https://shy.example.com/a.jpg', { type: 'image/jpeg', bytes: jpeg(9, 9) })
  lab.serve('https://shy.example.com/b/a.jpg', { type: 'image/jpeg', bytes: jpeg(9, 9) })
  lab.serve('https://shy.example.com/robots.txt', {
    type: 'text/plain',
    bytes: Buffer.from(
      'User-agent: *\nAllow: /\n\nUser-agent: facebookexternalhit\nDisallow: /\nAllow: /b/',
    ),
  })
  const refused = [
    'https://media.example.com/missing.jpg',
    'https://moved.example.com/a.jpg',
    'https://me:secret@media.example.com/a.jpg',
    'https://media.example.com/é.jpg',
    'ftp://media.example.com/a.jpg',
    'https://shy.example.com/a.jpg',
  ]
  for (const image_url of refused) {
    t.equal(await refusal(lab, who, { image_url }), '9004/2207052', image_url)
  }
  t.equal(await refusal(lab, who, { image_url: 'https://shy.example.com/b/a.jpg' }), '200')
})

t.test('a carousel needs two to ten finished items of its own account', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const bob = await lab.signIn('bob')
  const item = { is_carousel_item: 'true', image_url: servePicture(lab) }
  const ids: string[] = []
  for (let count = 0; count < 11; count += 1) ids.push(await finished(lab, who, item))
  const single = await finished(lab, who, { image_url: servePicture(lab) })
  const foreign = await finished(lab, bob, item)
  const young = await container(lab, who, item)
  const [one = '', two = ''] = ids
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['two', [one, two], '200'],
    ['ten', ids.slice(1), '200'],
    ['one', [one], '100/2207028'],
    ['eleven', ids, '100/2207028'],
    ['the same twice', [one, one], '100'],
    ['one that is no item', [one, single], '100'],
    ["somebody else's", [one, foreign], '24/2207006'],
    ['one that does not exist', [one, '17889000000000001'], '24/2207008'],
    ['one that is not finished', [one, young], '9007/2207027'],
  ]
  for (const [name, children, expected] of cases) {
    const form = { media_type: 'CAROUSEL', children: children.join(',') }
    t.equal(await refusal(lab, who, form), expected, name)
  }
  const array = { media_type: 'CAROUSEL', children: [one, two] }
  const asJson = await lab.call('POST', `${who.base}/me/media`, { token: who.token, json: array })
  t.equal(asJson.status, 200)
})

t.test('an item of a carousel cannot be published on its own', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const id = await finished(lab, who, { is_carousel_item: 'true', image_url: servePicture(lab) })
  const { json } = await lab.post(who, 'me/media_publish', { creation_id: id })

  t.match(json, { error: { code: 100 } })
})

t.test('400 containers a day, and no more', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  const image_url = servePicture(lab)
  for (let count = 0; count < 400; count += 1) await container(lab, who, { image_url })
  const beyond = await refusal(lab, who, { image_url })
  const broken = await refusal(lab, who, { image_url: 'https://media.example.com/none.jpg' })
  lab.advance(24 * 60 * 60)

  t.equal(beyond, '4')
  t.equal(broken, '4')
  t.equal(await refusal(lab, who, { image_url }), '200')
})

t.test('processing_slow and processing_failed show in the state', async (t) => {
  const lab = createLab()
  const who = await lab.signIn('alice')
  lab.arm('processing_slow', 'create_container')
  const slow = await finished(lab, who, { image_url: servePicture(lab) })
  lab.arm('processing_failed', 'read_node')
  const failed = await finished(lab, who, { image_url: servePicture(lab) })
  const states = await Promise.all(
    [slow, failed].map(async (id) => (await lab.get(who, `${id}?fields=status_code,status`)).json),
  )
  const publishing = await lab.post(who, 'me/media_publish', { creation_id: failed })
  lab.advance(30)

  t.match(states, [{ status_code: 'IN_PROGRESS' }, { status_code: 'ERROR', status: /2207053/ }])
  t.match(publishing.json, { error: { code: -1, error_subcode: 2207053 } })
  t.equal(
    textAt((await lab.get(who, `${slow}?fields=status_code`)).json, 'status_code'),
    'FINISHED',
  )
})

t.test('hashtags and mentions are counted as a reader would', async (t) => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  fc.assert(
    fc.property(fc.array(word), fc.array(word), (tags, names) => {
      const text = [...tags.map((tag) => `#${tag}`), ...names.map((name) => `@${name}`)].join(' ')
      return hashtagsOf(text).length === tags.length && mentionsOf(text).length === names.length
    }),
  )
  t.strictSame(hashtagsOf('a#b &#39; # #été, #1'), ['#été', '#1'])
  t.strictSame(mentionsOf('me@example.com @Bob. (@al.ice)'), ['bob', 'al.ice'])
})
