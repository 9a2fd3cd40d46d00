import { jpeg } from '@t21/meta-graph/sandbox/testing'
import type { ConformanceCase, ConformanceFile } from '@t21/plugin-kit/conformance'
import type { WallPost } from '@t21/plugin-kit/sandbox'
import { video as film } from '../sandbox/support/files.ts'

const picture: ConformanceFile = {
  kind: 'image',
  mimeType: 'image/jpeg',
  width: 1080,
  height: 1080,
  bytes: () => jpeg(1080, 1080),
}
const upright: ConformanceFile = { ...picture, height: 1920, bytes: () => jpeg(1080, 1920) }
const video: ConformanceFile = {
  kind: 'video',
  mimeType: 'video/mp4',
  width: 1080,
  height: 1920,
  durationMs: 10_000,
  frameRate: 30,
  videoCodec: 'h264',
  audioCodec: 'aac',
  bytes: () => film(),
}

const labels = (wanted: Readonly<Record<string, string>>) => (post: WallPost) => {
  const wrong = Object.entries(wanted).find(([name, value]) => post.labels[name] !== value)
  return wrong && `its label "${wrong[0]}" is not "${wrong[1]}" but ${post.labels[wrong[0]]}.`
}

/** What both ways of connecting publish. */
export const cases: readonly ConformanceCase[] = [
  {
    name: 'picture',
    format: 'image',
    text: 'A picture',
    media: [picture],
    firstComment: 'Welcome',
  },
  {
    name: 'picture with everything',
    format: 'image',
    text: 'With #friends',
    media: [{ ...picture, altText: 'A square' }],
    options: {
      userTags: [{ username: 'bob', x: 0.25, y: 0.75 }],
      collaborators: ['carol', 'dan'],
      locationId: '7640348500',
      aiGenerated: true,
    },
    looks(post) {
      if (post.media[0]?.altText !== 'A square') return 'it has not the alternative text.'
      const others = { tagged: '@bob', with: '@carol, @dan', location: '7640348500' }
      return labels({ ...others, 'made with AI': 'yes' })(post)
    },
  },
  {
    name: 'carousel',
    format: 'carousel',
    text: 'Three',
    media: [{ ...picture, altText: 'First' }, video, { ...picture, altText: 'Third' }],
    options: { userTags: [{ username: 'bob', x: 0.5, y: 0.5, media: 2 }] },
    looks(post) {
      const texts = post.media.map(({ altText }) => altText)
      if (texts[0] !== 'First' || texts[2] !== 'Third') return 'its alternative texts are wrong.'
      return labels({ tagged: '@bob' })(post)
    },
  },
  { name: 'reel', format: 'reel', text: 'A reel', media: [video] },
  {
    name: 'reel with a cover',
    format: 'reel',
    text: 'Not among the posts',
    media: [video, upright],
    options: { format: 'reel', shareToFeed: false, audioName: 'Sea' },
    looks(post) {
      if (post.media[0]?.posterId === undefined) return 'it has no cover.'
      return labels({ feed: 'no', audio: 'Sea' })(post)
    },
  },
  {
    name: 'picture story',
    format: 'story',
    text: '',
    media: [upright],
    options: { format: 'story' },
  },
  { name: 'video story', format: 'story', text: '', media: [video], options: { format: 'story' } },
]
