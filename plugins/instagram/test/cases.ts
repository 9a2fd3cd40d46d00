import {
  hasLabels,
  jpegFile,
  uprightVideo,
  type ConformanceCase,
} from '@t21/plugin-kit/conformance'
import { video as film } from '../sandbox/support/files.ts'

const picture = jpegFile(1080, 1080)
const upright = jpegFile(1080, 1920)
const video = uprightVideo(() => film())

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
      return hasLabels({ ...others, 'made with AI': 'yes' })(post)
    },
  },
  {
    name: 'carousel',
    format: 'carousel',
    text: 'Three',
    media: [{ ...picture, altText: 'First' }, video, { ...picture, altText: 'Third' }],
    options: { userTags: [{ username: 'bob', x: 0.5, y: 0.5, media: 2 }], shareToFeed: false },
    looks(post) {
      const texts = post.media.map(({ altText }) => altText)
      if (texts[0] !== 'First' || texts[2] !== 'Third') return 'its alternative texts are wrong.'
      return hasLabels({ tagged: '@bob', feed: 'no' })(post)
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
      return hasLabels({ feed: 'no', audio: 'Sea' })(post)
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
