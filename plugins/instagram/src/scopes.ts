import type { OAuthScope } from '@t21/plugin-kit'
import type { Login } from './facts.ts'

/** What is asked for by Instagram Login: instagram.md 1A. */
export const instagramScopes: readonly OAuthScope[] = [
  {
    name: 'instagram_business_basic',
    required: true,
    without: 'T21 cannot see the account, nor whether a post has arrived.',
  },
  {
    name: 'instagram_business_content_publish',
    required: true,
    without: 'Nothing can be published.',
  },
  {
    name: 'instagram_business_manage_comments',
    required: false,
    without: 'First comments are not written.',
  },
  {
    name: 'instagram_business_manage_insights',
    required: false,
    without: 'There are no numbers besides likes and comments.',
  },
]

/** What is asked for by Facebook Login: instagram.md 1B and 9. */
export const facebookScopes: readonly OAuthScope[] = [
  {
    name: 'instagram_basic',
    required: true,
    without: 'T21 cannot see the account, nor whether a post has arrived.',
  },
  { name: 'instagram_content_publish', required: true, without: 'Nothing can be published.' },
  { name: 'pages_show_list', required: true, without: 'T21 cannot tell which accounts there are.' },
  {
    name: 'pages_read_engagement',
    required: true,
    without: 'T21 cannot tell which Page an account is linked to.',
  },
  {
    name: 'instagram_manage_comments',
    required: false,
    without: 'First comments are not written.',
  },
  {
    name: 'instagram_manage_insights',
    required: false,
    without: 'There are no numbers besides likes and comments.',
  },
  { name: 'instagram_manage_contents', required: false, without: 'Posts cannot be deleted.' },
  {
    name: 'pages_manage_metadata',
    required: false,
    without: 'Instagram does not tell T21 by itself when something happens to a post.',
  },
  {
    name: 'business_management',
    required: false,
    without: 'Accounts of Pages that belong to a business may be missing.',
  },
]

const equivalents: Readonly<Record<string, string>> = {
  instagram_basic: 'instagram_business_basic',
  instagram_content_publish: 'instagram_business_content_publish',
  instagram_manage_comments: 'instagram_business_manage_comments',
  instagram_manage_insights: 'instagram_business_manage_insights',
}

/**
 * Scopes of Facebook Login, with the names that Instagram Login has for the same: the contract knows one list of scopes
 * for a connector, and what is missing is told by its names.
 */
export function withEquivalents(scopes: readonly string[]): readonly string[] {
  return [...scopes, ...scopes.flatMap((scope) => equivalents[scope] ?? [])]
}

/**
 * What an account should have under these settings. Those that only Facebook Login knows are told and never demanded: an
 * account that came by Instagram Login before works without them.
 */
export function scopesUnder({ login }: { readonly login: Login }): readonly OAuthScope[] {
  if (login === 'instagram') return instagramScopes
  const others = facebookScopes.filter(({ name }) => equivalents[name] === undefined)
  return [...instagramScopes, ...others.map((scope) => ({ ...scope, required: false }))]
}
