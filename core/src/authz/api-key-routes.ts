/** What a key can be good for: one scope for each resource and kind. A scope to write does not include the one to read. */
export const apiKeyScopes = [
  'organizations:read',
  'brands:read',
  'brands:write',
  'accounts:read',
  'media:read',
  'media:write',
  'templates:read',
  'templates:write',
  'ai:read',
  'ai:write',
  'posts:read',
  'posts:write',
  'deliveries:read',
  'deliveries:write',
  'analytics:read',
  'publishing-stops:read',
  'publishing-stops:write',
  'audit-log:read',
] as const

/** See {@link apiKeyScopes}. */
export type ApiKeyScope = (typeof apiKeyScopes)[number]

/**
 * THE LIST of what can be called with an API key, by operation, and the scope that it takes. Everything else refuses keys:
 * what is not here cannot be reached by one, a new route among it. Never here: logins and sessions, people's own accounts,
 * members, invitations, approvals, API keys themselves, and whatever costs money. Tests compare the list with the OpenAPI document.
 */
export const apiKeyRoutes: Readonly<Record<string, ApiKeyScope>> = {
  listOrganizations: 'organizations:read',
  getOrganization: 'organizations:read',

  listBrands: 'brands:read',
  getBrand: 'brands:read',
  createBrand: 'brands:write',
  updateBrand: 'brands:write',
  deleteBrand: 'brands:write',
  setBrandLogo: 'brands:write',
  removeBrandLogo: 'brands:write',
  getQueue: 'brands:read',
  previewQueue: 'brands:read',
  putQueue: 'brands:write',

  // Connecting an account needs a person in front of the network's own page.
  listSocialAccounts: 'accounts:read',
  getSocialAccount: 'accounts:read',
  getSocialAccountOptions: 'accounts:read',

  listMedia: 'media:read',
  getMedia: 'media:read',
  listMediaTags: 'media:read',
  getMediaSignedUrl: 'media:read',
  uploadMedia: 'media:write',
  announceUpload: 'media:write',
  completeUpload: 'media:write',
  cancelUpload: 'media:write',
  signUploadParts: 'media:write',
  joinUploadParts: 'media:write',
  importMedia: 'media:write',
  updateMedia: 'media:write',
  deleteMedia: 'media:write',

  listTemplates: 'templates:read',
  getTemplate: 'templates:read',
  previewTemplate: 'templates:write',
  createTemplate: 'templates:write',
  updateTemplate: 'templates:write',
  deleteTemplate: 'templates:write',

  generateContent: 'ai:write',
  generateImageCaption: 'ai:write',
  suggestHashtags: 'ai:write',
  improveContent: 'ai:write',
  repurposeContent: 'ai:write',
  listGenerations: 'ai:read',
  getGeneration: 'ai:read',

  listPosts: 'posts:read',
  getPost: 'posts:read',
  getPostCalendar: 'posts:read',
  validatePost: 'posts:write',
  createPost: 'posts:write',
  createPosts: 'posts:write',
  importPosts: 'posts:write',
  listPostImports: 'posts:read',
  getPostImport: 'posts:read',
  listPostImportRows: 'posts:read',
  updatePost: 'posts:write',
  deletePost: 'posts:write',
  duplicatePost: 'posts:write',
  publishPost: 'posts:write',
  schedulePost: 'posts:write',
  unschedulePost: 'posts:write',

  listRecurrences: 'posts:read',
  getRecurrence: 'posts:read',
  previewRecurrence: 'posts:read',
  listOccurrences: 'posts:read',
  createRecurrence: 'posts:write',
  updateRecurrence: 'posts:write',
  deleteRecurrence: 'posts:write',

  listPostDeliveries: 'deliveries:read',
  getDelivery: 'deliveries:read',
  cancelDelivery: 'deliveries:write',
  retryDelivery: 'deliveries:write',
  resolveDelivery: 'deliveries:write',
  removeDelivery: 'deliveries:write',
  refreshDeliveryMetrics: 'deliveries:write',

  getDeliveryMetrics: 'analytics:read',
  getSocialAccountMetrics: 'analytics:read',
  getOrganizationAnalytics: 'analytics:read',
  getBrandAnalytics: 'analytics:read',
  getSocialAccountAnalytics: 'analytics:read',
  getPostAnalytics: 'analytics:read',

  listPublishingStops: 'publishing-stops:read',
  createPublishingStop: 'publishing-stops:write',
  releasePublishingStop: 'publishing-stops:write',

  listAuditLog: 'audit-log:read',
}

/** The scope that an operation takes; `undefined` where no key may call it. */
export function scopeOf(operationId: string | undefined): ApiKeyScope | undefined {
  if (operationId === undefined || !Object.hasOwn(apiKeyRoutes, operationId)) return undefined
  return apiKeyRoutes[operationId]
}
