import t from 'tap'
import { emulator } from './index.ts'
import { jpeg, mp4 } from './support/files.ts'
import { createLab } from './support/lab.ts'
import { fileHost, initVideo, post, uploadVideo } from './support/publish.ts'

t.test('the wall shows a video with its labels once it is published, and its bytes', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('Demo_Brand')
  await uploadVideo(lab, token, mp4(), {
    title: 'Look #here',
    privacy_level: 'PUBLIC_TO_EVERYONE',
    disable_comment: true,
    brand_content_toggle: true,
    is_aigc: true,
  })

  t.strictSame(emulator.published(lab.context), [])
  lab.advance(3600)
  const [shown] = emulator.published(lab.context)
  t.match(shown, {
    network: 'tiktok',
    kind: 'reel',
    text: 'Look #here',
    url: `https://www.tiktok.com/@Demo_Brand/video/${shown?.id}`,
    account: { id: /^-000/, username: 'Demo_Brand', displayName: 'Demo Brand' },
    labels: {
      'visible to': 'everyone',
      comments: 'off',
      'paid partnership': 'yes',
      'AI-generated': 'yes',
    },
    metrics: { comments: 0 },
  })
  t.ok(Number(shown?.metrics['views']) > 0)
  t.same(await lab.context.store.getBytes(shown?.media[0]?.id ?? ''), mp4())
})

t.test(
  'photos stand with their title, the cover first; private posts and drafts are there',
  async (t) => {
    const lab = createLab()
    const token = await lab.signIn('alice')
    for (const name of ['a', 'b', 'c']) {
      lab.serve(`${fileHost}/${name}.jpg`, { type: 'image/jpeg', bytes: jpeg(1080, 1350) })
    }
    const photo_images = ['a', 'b', 'c'].map((name) => `${fileHost}/${name}.jpg`)
    const source_info = { source: 'PULL_FROM_URL', photo_images, photo_cover_index: 2 }
    const info = { title: 'Bread', description: 'Three loaves', privacy_level: 'SELF_ONLY' }
    const photos = { media_type: 'PHOTO', source_info, post_info: info }
    await post(lab, token, 'post/publish/content/init/', { ...photos, post_mode: 'DIRECT_POST' })
    lab.advance(1)
    await post(lab, token, 'post/publish/content/init/', { ...photos, post_mode: 'MEDIA_UPLOAD' })
    lab.advance(2)

    const [draft, shown] = emulator.published(lab.context)
    t.match(draft, { kind: 'draft', labels: { 'sent to': 'inbox' }, metrics: {} })
    t.match(shown, { kind: 'carousel', title: 'Bread', text: 'Three loaves' })
    t.match(shown?.labels, { 'visible to': 'only me' })
    t.same(
      shown?.media.map(({ id }) => id.slice(-1)),
      ['2', '0', '1'],
    )
  },
)

t.test('what has failed or never got its bytes is not there', async (t) => {
  const lab = createLab()
  const token = await lab.signIn('alice')
  await initVideo(lab, token)
  await uploadVideo(lab, token, mp4({ seconds: 1 }))
  lab.advance(10)

  t.strictSame(emulator.published(lab.context), [])
})
