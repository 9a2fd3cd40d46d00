import {
  commonRefusals,
  refusal,
  refuseMagicWords as refuseWords,
  type GraphErrorBody,
  type GraphRefusal,
} from '@t21/meta-graph/sandbox'

/**
 * Refusals of a publication, by the number under which facebook.md 4 lists them. Some of them are codes,
 * others subcodes; where the sheet does not say of what, the code beside is a choice.
 */
export const refusals: Readonly<Record<string, GraphErrorBody>> = {
  ...commonRefusals,
  '100': { code: 100, message: '(#100) No permission to publish the video' },
  '341': { code: 341, message: '(#341) Feed action request limit reached' },
  '490': { code: 190, subcode: 490, message: 'Error validating access token.', status: 401 },
  '1346003': abusive(
    1346003,
    'This message contains content that has been blocked by our security systems.',
  ),
  '1349125': {
    code: 100,
    subcode: 1349125,
    message: 'Invalid parameter',
    title: 'Invalid content',
    userMessage: 'This content can’t be shared.',
  },
  '1363019': uploadTrouble(1363019),
  '1363021': uploadTrouble(1363021),
  '1363030': uploadTrouble(1363030),
  '1363033': uploadTrouble(1363033),
  '1363047': {
    code: 390,
    subcode: 1363047,
    message: 'There was a problem with your video. Please try again.',
    transient: true,
  },
  '1366051': {
    code: 100,
    subcode: 1366051,
    message: 'Invalid parameter',
    title: 'Photos already posted',
    userMessage: 'These photos were already posted.',
  },
  '1390008': abusive(
    1390008,
    'We limit how often you can post, comment or do other things in a given amount of time in order to help protect the community from spam. You can try again later.',
  ),
  '1404006': abusive(1404006, 'A security check is required before you can comment.'),
  '1404078': {
    code: 200,
    subcode: 1404078,
    message: 'Page Publishing Authorization is required',
    status: 403,
    userMessage: 'Complete Page Publishing Authorization at facebook.com, then publish again.',
  },
  '1404102': abusive(1404102, 'Your content goes against our Community Standards.'),
  '1404112': abusive(
    1404112,
    'For security reasons, your account has limited access to the site for a few days.',
  ),
  '1609008': {
    code: 100,
    subcode: 1609008,
    message: 'Invalid parameter',
    userMessage: 'Links to facebook.com cannot be shared here.',
  },
  '1609005': {
    code: 100,
    subcode: 1609005,
    message: 'Invalid parameter',
    userMessage: 'The link that you posted could not be scraped.',
  },
  '1609010': {
    code: 1,
    subcode: 1609010,
    message: 'Temporarily unavailable',
    transient: true,
    status: 500,
  },
  '2061006': {
    code: 100,
    subcode: 2061006,
    message: 'Invalid parameter',
    userMessage: 'The URL that you gave is invalid or cannot be reached.',
  },
  '2069019': {
    code: 100,
    subcode: 2069019,
    message: 'Invalid parameter',
    userMessage: 'The file that you gave is invalid.',
  },
  '2069030': unsupported(2069030, 'This endpoint is not supported in the new Pages experience.'),
  '2069031': unsupported(2069031, 'This field is not supported in the new Pages experience.'),
  '2069033': unsupported(2069033, 'This endpoint is deprecated in the new Pages experience.'),
  '2069032': {
    code: 190,
    subcode: 2069032,
    message:
      'User Access Token Is Not Supported. A Page access token is required for this call for the new Pages experience.',
    status: 401,
  },
  '80001': {
    code: 80001,
    message:
      '(#80001) There have been too many calls to this Page account. Wait a bit and try again.',
  },
  '80006': {
    code: 80006,
    message:
      '(#80006) There have been too many calls to this Messenger account. Wait a bit and try again.',
  },
  '4854002': {
    code: 200,
    subcode: 4854002,
    message: 'Confirm your identity to continue publishing as this Page',
    status: 403,
  },
  '1366046': {
    code: 100,
    subcode: 1366046,
    message: 'Invalid parameter',
    title: 'Can’t Read Files',
    userMessage:
      'Your photos couldn’t be uploaded. Photos should be smaller than 10 MB and saved as JPG, PNG, GIF, TIFF or BMP files.',
  },
  '324': { code: 324, message: '(#324) Missing or invalid image file' },
}

/** One of the refusals of facebook.md 4. @throws TypeError for a number that has none */
export function numbered(number: number): GraphRefusal {
  const body = refusals[number]
  if (body === undefined) throw new TypeError(`No refusal has the number ${number}.`)
  return refusal(body)
}

/** What a text asks for: `sandbox-error-1404102` in it is refused with this number. @throws GraphRefusal */
export function refuseMagicWords(text: string | null): void {
  refuseWords(refusals, text)
}

function uploadTrouble(subcode: number): GraphErrorBody {
  const message = 'There was a problem uploading your video file.'
  return { code: 390, subcode, message, transient: true }
}

function unsupported(subcode: number, message: string): GraphErrorBody {
  return { code: 200, subcode, message, status: 403 }
}

function abusive(subcode: number, userMessage: string): GraphErrorBody {
  return {
    code: 368,
    subcode,
    message: 'The action attempted has been deemed abusive or is otherwise disallowed',
    userMessage,
  }
}
