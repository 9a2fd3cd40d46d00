import type { Refusal } from '@t21/meta-graph'

/** What Instagram refuses of a post for good: instagram.md 4, "Permanent content". */
export const contentRefusals: readonly Refusal[] = [
  rejected([2207004], 'media', 'The picture is too large for Instagram.', 'Use a smaller picture.'),
  rejected(
    [2207005],
    'media',
    'Instagram does not take the format of the picture.',
    'Convert it to JPEG.',
  ),
  rejected(
    [2207009],
    'media',
    'Instagram does not take the shape of the picture.',
    'Crop or pad it to a shape between 4:5 and 1.91:1.',
  ),
  rejected([2207010], 'text', 'The text is too long for Instagram.', 'Shorten the text.'),
  rejected(
    [2207026],
    'media',
    'Instagram does not take the format of the video.',
    'Convert it to MP4 with H.264 and AAC.',
  ),
  rejected(
    [2207077],
    'media',
    'Instagram could not download the video.',
    'Use another video; if that fails too, the operator makes sure that T21 is reachable from outside.',
  ),
  rejected(
    [2207023, 2207089],
    'media',
    'Instagram does not take this kind of file here.',
    'Use a picture or a video, and another format of the post.',
  ),
  rejected(
    [2207028],
    'media',
    'Instagram does not accept the number of files.',
    'A carousel has 2 to 10 files.',
  ),
  rejected(
    [2207035, 2207036, 2207037, 2207040],
    'options',
    'Instagram does not accept the tagged products.',
    'Remove the tags of products.',
  ),
  rejected(
    [2207057],
    'options.coverOffsetMs',
    'The moment for the cover is not within the video.',
    'Choose another moment.',
  ),
  rejected(
    [2207081],
    'options.trialReel',
    'This account has no trial reels.',
    'Remove the option.',
  ),
]

function rejected(
  subcodes: readonly number[],
  field: string,
  message: string,
  remedy: string,
): Refusal {
  return { kind: 'content_rejected', subcodes, field, message, remedy }
}
