/** The two ways in which an account is connected (instagram.md 0). */
export type Login = 'instagram' | 'facebook'

/** What an endpoint needs to have been granted, whatever a login calls it. */
export type Permission = 'basic' | 'publish' | 'comments' | 'insights' | 'contents'

/** The names of permissions (instagram.md 1A, 1B). Deleting exists with Facebook Login alone. */
export const scopeNames = {
  instagram: {
    basic: 'instagram_business_basic',
    publish: 'instagram_business_content_publish',
    comments: 'instagram_business_manage_comments',
    insights: 'instagram_business_manage_insights',
  },
  facebook: {
    basic: 'instagram_basic',
    publish: 'instagram_content_publish',
    comments: 'instagram_manage_comments',
    insights: 'instagram_manage_insights',
    contents: 'instagram_manage_contents',
  },
} as const satisfies Readonly<Record<Login, Readonly<Partial<Record<Permission, string>>>>>

/** What Instagram Login can be asked for; the names before 2025 (`business_…`) are gone. */
export const instagramScopes: readonly string[] = [
  ...Object.values(scopeNames.instagram),
  'instagram_business_manage_messages',
]

/** What the app of Facebook Login may ask for. */
export const facebookScopes: readonly string[] = [
  ...Object.values(scopeNames.facebook),
  'instagram_manage_messages',
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_metadata',
  'business_management',
  'ads_management',
  'ads_read',
]
