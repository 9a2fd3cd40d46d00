// The only file that imports twitter-text: it is CommonJS whose exports Node cannot name, and it
// brings core-js 2, which replaces `Function.prototype.toString` and adds a global `core`.
import twitterText from 'twitter-text'

export const { parseTweet, extractUrlsWithIndices, extractCashtags, hasInvalidCharacters } =
  twitterText
