/** What a person can be asked for (tiktok.md 1), with what the consent page says of it. */
export const scopeNotes: Readonly<Record<string, string>> = {
  'user.info.basic': 'Read your profile picture and display name',
  'user.info.profile': 'Read your username, bio and profile link',
  'user.info.stats': 'Read your numbers of followers, likes and videos',
  'video.list': 'Read your public videos',
  'video.publish': 'Post content to TikTok',
  'video.upload': 'Upload draft content to TikTok',
}

/** The one scope that cannot be unticked. */
export const compulsoryScope = 'user.info.basic'
