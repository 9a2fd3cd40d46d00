import {
  commonRefusals,
  graphError,
  GraphRefusal,
  refusal,
  refuseMagicWords as refuseWords,
  type GraphErrorBody,
} from '@t21/meta-graph/sandbox'

/** Instagram's own refusals, by what is wrong (instagram.md 4). */

/** One of the codes that are words, for a value that Instagram does not know. */
export function invalidPlatformValue(code: string, userMessage: string): GraphRefusal {
  const { status, json } = graphError({
    message: code,
    type: 'IGApiException',
    code: 100,
    userMessage,
  })
  const { error } = json as { readonly error: object }
  return new GraphRefusal({ status, json: { error: { ...error, code } } })
}

/** 10: the person did not grant what this needs. */
export function missingPermission(scope: string): GraphRefusal {
  return refusal({
    message: `(#10) Application does not have permission for this action: ${scope} is missing.`,
    code: 10,
    status: 403,
  })
}

/** A subcode of the publishing guide, with the words that people see. */
function content(code: number, subcode: number, title: string, userMessage: string): GraphRefusal {
  return refusal({ message: userMessage, code, subcode, title, userMessage })
}

/** 9004/2207052: the address cannot be fetched. */
export function unreachableMedia(url: string): GraphRefusal {
  return content(
    9004,
    2207052,
    'Media upload has failed.',
    `The media could not be fetched from this URI: ${url.slice(0, 300)}`,
  )
}

/** 36000/2207004. */
export function imageTooLarge(): GraphRefusal {
  return content(
    36000,
    2207004,
    'The image is too large to download.',
    'The image size is too large. It should not exceed 8 MiB.',
  )
}

/** 36001/2207005. */
export function unsupportedImage(found: string): GraphRefusal {
  return content(
    36001,
    2207005,
    'The image format is not supported.',
    `The image format ${found} is not supported. Use JPEG.`,
  )
}

/** 36003/2207009. */
export function unsupportedAspect(): GraphRefusal {
  return content(
    36003,
    2207009,
    'The aspect ratio is not supported.',
    'The submitted image with aspect ratio cannot be published. Please submit an image with a valid aspect ratio: within the range 4:5 to 1.91:1.',
  )
}

/** 36004/2207010, for length, hashtags and mentions. */
export function captionTooLong(what: string): GraphRefusal {
  return content(36004, 2207010, 'The caption is too long.', `The caption was too long: ${what}.`)
}

/** 100/2207023. */
export function unknownMediaType(given: string): GraphRefusal {
  return content(
    100,
    2207023,
    'Unknown media type.',
    `The media type ${given.slice(0, 60)} is unknown. Use CAROUSEL, REELS, STORIES or VIDEO.`,
  )
}

/** 100/2207089: VIDEO on its own. */
export function standaloneVideo(): GraphRefusal {
  return content(
    100,
    2207089,
    'Media type VIDEO is not supported.',
    'VIDEO is only possible as an item of a carousel. Use the REELS media type to publish a video.',
  )
}

/** 100/2207028. */
export function carouselCount(): GraphRefusal {
  return content(
    100,
    2207028,
    'Carousel validation failed.',
    'The post will not work as a carousel. It needs at least 2 and at most 10 photos or videos.',
  )
}

/** 100/2207035, 2207036, 2207037 and 2207040: product tags that are not as they must be. */
export function productTags(subcode: keyof typeof tagTroubles): GraphRefusal {
  return content(100, subcode, 'The product tags are invalid.', tagTroubles[subcode])
}

const tagTroubles = {
  2207035: 'Product tag positions should not be specified for video media.',
  2207036: 'Product tag positions are required for photo media.',
  2207037: 'We can’t add all of your product tags. They may have been deleted.',
  2207040: 'Cannot use more than 5 tags per media.',
} as const

/** 1/2207057. */
export function thumbnailOffset(): GraphRefusal {
  return content(
    1,
    2207057,
    'The thumbnail offset is invalid.',
    'The thumbnail offset must be at least 0 and less than the duration of the video.',
  )
}

/** 2207081: no trial reels for this account. */
export function noTrialReels(): GraphRefusal {
  return content(
    100,
    2207081,
    'Trial reels are not available.',
    'This account does not support trial reels.',
  )
}

/** 24/2207006: no such media, or not this account's. */
export function mediaNotFound(): GraphRefusal {
  return content(
    24,
    2207006,
    'The media with this ID cannot be found.',
    'The media could not be found. The permission may be missing, or the media was deleted.',
  )
}

/** 24/2207008: no such container. */
export function containerNotFound(): GraphRefusal {
  return content(
    24,
    2207008,
    'The requested resource does not exist.',
    'The media builder with this creation id does not exist or has expired.',
  )
}

/** 9007/2207027: not finished yet. */
export function notReady(): GraphRefusal {
  return content(
    9007,
    2207027,
    'The media is not ready for publishing.',
    'The media is not ready to be published. Please wait a moment.',
  )
}

/** -1/2207053: its container ended in an error. */
export function uploadFailed(): GraphRefusal {
  return content(
    -1,
    2207053,
    'Media upload has failed.',
    'An unknown error occurred while the media was uploaded. Please create a new container.',
  )
}

/** -2/2207020: not published within 24 hours. */
export function mediaExpired(): GraphRefusal {
  return content(
    -2,
    2207020,
    'The media has expired.',
    'The media you are trying to publish has expired. Please upload it again.',
  )
}

/** 9/2207042: as many posts as a day may have. */
export function publishingQuota(): GraphRefusal {
  return content(
    9,
    2207042,
    'You reached the maximum number of posts.',
    'You reached the maximum number of posts that may be published by the Content Publishing API.',
  )
}

/** 25/2207050: a checkpoint waits in the app. */
export function restrictedAccount(): GraphRefusal {
  return content(
    25,
    2207050,
    'The account is restricted.',
    'The Instagram account is restricted. Open the Instagram app and follow the instructions.',
  )
}

/** 4/2207051: taken for spam. */
export function spam(): GraphRefusal {
  return content(
    4,
    2207051,
    'Action is blocked.',
    'We restrict certain activity to protect our community. Tell us if you think we made a mistake.',
  )
}

/** 368: a block that ends by itself. */
export function policyBlock(): GraphRefusal {
  return refusal({
    message: 'The action attempted has been deemed abusive or is otherwise disallowed',
    code: 368,
    title: 'You are temporarily blocked',
    userMessage: 'You are temporarily blocked from performing this action.',
  })
}

/** -1/2207001, -2/2207003 and -1/2207032: troubles of Instagram's own that pass. */
export function passingTrouble(code: -1 | -2, subcode: number): GraphRefusal {
  const message = passingTroubles[subcode] ?? 'An unexpected error has occurred.'
  return refusal({
    message,
    code,
    subcode,
    transient: true,
    title: 'Please try again.',
    userMessage: message,
  })
}

const passingTroubles: Readonly<Record<number, string>> = {
  2207001: 'Instagram server error. Try again.',
  2207003: 'It takes too long to download the media.',
  2207032: 'Create media failed, please try to re-create media.',
}

/** 10: it is a personal account by now. */
export function notProfessional(): GraphRefusal {
  return refusal({ message: '(#10) The user is not an Instagram Business', code: 10, status: 403 })
}

/** 4: more than 400 containers in 24 hours. */
export function tooManyContainers(): GraphRefusal {
  return refusal({ message: '(#4) Application request limit reached', code: 4 })
}

/** What nothing else brings about: 2207082, and the words that stand in the place of a code (instagram.md 4). */
const rareRefusals: Readonly<Record<string, GraphErrorBody>> = {
  ...commonRefusals,
  '2207082': {
    code: 352,
    subcode: 2207082,
    message: 'Media upload has failed.',
    userMessage: 'The media could not be uploaded. Please create a new container.',
  },
}

/**
 * What a caption or comment asks for: `sandbox-error-613` in it, or `sandbox-error-PERMISSION`.
 *
 * @throws GraphRefusal
 */
export function refuseMagicWords(text: string): void {
  refuseWords(rareRefusals, text)
  const word = /\bsandbox-error-(INVALID_PARAM|PERMISSION)\b/.exec(text)?.[1]
  if (word === undefined) return
  throw invalidPlatformValue(
    `INSTAGRAM_PLATFORM_API__${word}`,
    word === 'PERMISSION' ? 'The permission is missing.' : 'A parameter is invalid.',
  )
}
