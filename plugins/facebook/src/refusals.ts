import type { Refusal } from '@t21/meta-graph'

const noTime = 'Nothing: it is tried again when Facebook allows it.'
const again = 'Nothing: it is tried again.'

/** Facebook's own rows of the table in facebook.md 4; they go before those that Instagram shares. */
export const refusals: readonly Refusal[] = [
  {
    kind: 'reauth',
    codes: [190],
    subcodes: [2069032],
    message: 'Facebook wants the token of the Page, and T21 has another one.',
    remedy: 'Connect the Page again.',
  },
  {
    kind: 'reauth',
    numbers: [490],
    message: 'Facebook no longer accepts the login of this Page.',
    remedy: 'Connect the Page again.',
  },
  {
    // The words of a user token in place of a Page's: facebook.md 10.
    kind: 'permission',
    codes: [200],
    words: /publish_actions/,
    message: 'Facebook takes posts for a Page only with the token of that Page.',
    remedy: 'Connect the Page again.',
  },
  {
    kind: 'app_config',
    codes: [200],
    subcodes: [2069030, 2069031, 2069033],
    message: 'Facebook does not offer this call in the version of its API that T21 speaks.',
    remedy: 'The operator sets FACEBOOK_API_VERSION to another version, or updates the plugin.',
  },
  {
    kind: 'permission',
    codes: [283],
    message: 'Facebook does not let T21 read the Page: pages_read_engagement is missing.',
    remedy: 'Connect the Page again and allow reading its content.',
  },
  {
    kind: 'permission',
    codes: [100],
    words: /no permission to publish the video/,
    message: 'Facebook does not let T21 publish videos on this Page.',
    remedy:
      'Connect the Page again with a role that may create content, and allow everything T21 asks for.',
  },
  {
    kind: 'permission',
    numbers: [1404078],
    message: 'The Page needs Page Publishing Authorization before anything can be published.',
    remedy: 'Complete the authorization in the settings of the Page on facebook.com.',
  },
  {
    kind: 'permission',
    numbers: [4854002],
    message: 'Facebook wants the person to confirm their identity before they publish.',
    remedy: 'Open the Facebook app and confirm your identity, then publish again.',
  },
  {
    kind: 'rate_limited',
    numbers: [341, 1390008],
    message: 'Facebook finds that this Page is posting too fast.',
    remedy: noTime,
  },
  {
    kind: 'account_restricted',
    numbers: [1404112],
    message: 'Facebook has limited this Page for some days.',
    remedy: 'Read on facebook.com what the limit is about, and publish again when it is over.',
  },
  {
    kind: 'account_restricted',
    numbers: [1404006],
    message: 'Facebook wants a security check before this Page may comment.',
    remedy: 'Sign in at facebook.com, pass the check, and publish again.',
  },
  {
    kind: 'transient',
    numbers: [1363047, 1609010, 1363019, 1363021, 1363030, 1363033, 1363041],
    message: 'Facebook has a fault with uploads or posts at the moment.',
    remedy: again,
  },
  ...duplicates(),
  ...contents(),
]

/** #100, after everything that is more exact about it; its words, which are never translated, may name what is wrong. */
export const invalidParameters: readonly Refusal[] = [
  invalid(/\btext_format_preset_id\b/, 'options.textFormatPresetId'),
  invalid(/\bfeed_targeting\b/, 'options.feedTargeting'),
  invalid(/\btargeting\b/, 'options.targeting'),
  invalid(/\bplace\b/, 'options.placeId'),
  invalid(/\blink\b/, 'options.link'),
  invalid(/\btitle\b/, 'options.title'),
  invalid(/\b(?:message|description)\b/, 'text'),
  {
    // It names the photos by ids that Facebook gave for them, and forgets them after a day: facebook.md 2.3.
    kind: 'preparation_lost',
    codes: [100],
    words: /\battached_media\b/,
    field: 'media',
    message: 'Facebook no longer has the uploaded photos.',
    remedy: 'Nothing: they are uploaded anew. Replace the pictures if that goes on.',
  },
  invalid(),
]

function invalid(words?: RegExp, field?: string): Refusal {
  return {
    kind: 'content_rejected',
    codes: [100],
    ...(words && { words }),
    ...(field !== undefined && { field }),
    message: 'Facebook does not accept something about this post.',
    remedy: "Read Facebook's own words, change the post, and publish again.",
  }
}

function duplicates(): readonly Refusal[] {
  return [
    {
      kind: 'duplicate',
      numbers: [506],
      field: 'text',
      message: 'Facebook says that the last post of this Page has the same text.',
      remedy: 'Look at the Page; change the text if the post is not there.',
    },
    {
      kind: 'duplicate',
      numbers: [1366051],
      field: 'media',
      message: 'Facebook says that these photos have been posted already.',
      remedy: 'Look at the Page; publish again if the post is not there.',
    },
  ]
}

function contents(): readonly Refusal[] {
  const row = (number: number, field: string, message: string, remedy: string): Refusal => ({
    kind: 'content_rejected',
    numbers: [number],
    field,
    message,
    remedy,
  })
  const photo = 'Use a JPEG or PNG of at most 10 MB (4 MB to be safe).'
  const rules = 'Change the post so that it keeps to the Community Standards of Facebook.'
  return [
    row(1366046, 'media', 'Facebook finds the photo too big or of the wrong type.', photo),
    row(324, 'media', 'Facebook finds the picture missing or broken.', photo),
    row(2069019, 'media', 'Facebook finds the file broken.', 'Use another file.'),
    row(2061006, 'options.link', 'Facebook finds the link wrong.', 'Correct the link.'),
    row(
      1609005,
      'options.link',
      'Facebook cannot read the page behind the link.',
      'Make sure that everybody can open the link, or leave it out.',
    ),
    row(
      1609008,
      'options.link',
      'Facebook does not take links to facebook.com here.',
      'Use a link to another website, or put it into the text.',
    ),
    row(1349125, 'text', 'Facebook finds the content invalid.', 'Change the post.'),
    row(1346003, 'text', 'Facebook takes the content for abusive.', rules),
    row(1404102, 'text', 'Facebook finds that the post breaks its Community Standards.', rules),
  ]
}
