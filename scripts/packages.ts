/** A package of this repository. */
export interface Package {
  readonly name: string
  readonly folder: string
  /** A program that makes what tsc does not: run once `dist` is there. */
  readonly afterwards?: string
}

/** The packages that are published, in the order in which they need each other. */
export const packages: readonly Package[] = [
  { name: '@t21/plugin-kit', folder: 'core/plugin-kit' },
  { name: '@t21/migrations', folder: 'migrations' },
  { name: '@t21/core', folder: 'core' },
  { name: '@t21/admin', folder: 'admin', afterwards: 'admin/src/build.ts' },
  { name: '@t21/plugin-sandbox', folder: 'plugins/sandbox' },
  { name: '@t21/plugin-twitter', folder: 'plugins/twitter' },
  { name: '@t21/meta-graph', folder: 'plugins/meta-graph' },
  { name: '@t21/plugin-instagram', folder: 'plugins/instagram' },
  { name: '@t21/plugin-facebook', folder: 'plugins/facebook' },
  { name: '@t21/plugin-linkedin', folder: 'plugins/linkedin' },
  { name: '@t21/plugin-tiktok', folder: 'plugins/tiktok' },
  { name: '@t21/plugin-ai-openrouter', folder: 'plugins/ai-openrouter' },
  { name: '@t21/plugin-billing-stripe', folder: 'plugins/billing-stripe' },
  { name: '@t21/plugin-login-google', folder: 'plugins/login-google' },
  { name: '@t21/plugin-login-github', folder: 'plugins/login-github' },
  { name: '@t21/plugin-mail-smtp', folder: 'plugins/mail-smtp' },
  { name: '@t21/plugin-mail-resend', folder: 'plugins/mail-resend' },
  { name: '@t21/plugin-mail-sendgrid', folder: 'plugins/mail-sendgrid' },
  { name: '@t21/plugin-storage-s3', folder: 'plugins/storage-s3' },
]
