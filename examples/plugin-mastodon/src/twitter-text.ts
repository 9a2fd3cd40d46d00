// The only file that imports twitter-text, whose rules for links are Mastodon's too: it is CommonJS whose exports Node
// cannot name.
import twitterText from 'twitter-text'

export const { extractUrlsWithIndices } = twitterText
