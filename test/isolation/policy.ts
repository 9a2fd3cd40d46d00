import type { Role } from '../../core/src/authz/vocabulary.ts'

/** The least role that may call an operation; `self`: whoever is logged in, about their own; `public`: anybody. */
type Least = Role | 'self' | 'public'

/**
 * Who may call what, written down a second time, by hand, from the specification: a mistake in a `*.policy.ts` or in a
 * route shows as a difference. An operation without a line here fails the build.
 */
export const policy: Readonly<Record<string, Least>> = {
  getHealth: 'public',
  getLiveness: 'public',
  getReadiness: 'public',
  getOpenApiDocument: 'public',
  getDataDeletion: 'public',
  askToUnsubscribe: 'public',
  unsubscribe: 'public',
  getMediaFile: 'public',
  oauthCallback: 'public',
  listPlatforms: 'public',
  answerWebhookHandshake: 'public',
  receiveWebhook: 'public',
  // Addresses that are secrets themselves, or are signed.
  readCalendar: 'public',
  getExportFile: 'public',
  sendUploadFile: 'public',

  register: 'public',
  login: 'public',
  refreshTokens: 'public',
  answerSecondFactor: 'public',
  listLoginProviders: 'public',
  beginLogin: 'public',
  finishLogin: 'public',
  exchangeCode: 'public',
  forgotPassword: 'public',
  resendVerification: 'public',
  resetPassword: 'public',
  verifyEmail: 'public',
  logout: 'self',
  listSessions: 'self',
  revokeSession: 'self',

  readMe: 'self',
  changeMe: 'self',
  readMyPermissions: 'self',
  readUsage: 'self',
  deleteMe: 'self',
  createExport: 'self',
  getExport: 'self',
  changePassword: 'self',
  listLinkedLogins: 'self',
  beginLink: 'self',
  confirmLink: 'self',
  unlinkLogin: 'self',
  readSecondFactor: 'self',
  beginTotp: 'self',
  confirmTotp: 'self',
  disableTotp: 'self',
  renewRecoveryCodes: 'self',
  changeEmail: 'self',
  confirmEmail: 'self',
  readNotificationPreferences: 'self',
  changeNotificationPreferences: 'self',
  // Of the organizations that one belongs to.
  streamEvents: 'self',
  listNotifications: 'self',
  readNotification: 'self',
  readAllNotifications: 'self',
  acceptInvitation: 'self',
  // Whose upload it is decides.
  completeUpload: 'self',
  cancelUpload: 'self',
  signUploadParts: 'self',
  joinUploadParts: 'self',
  // Every row is answered by itself.
  createPosts: 'self',
  importPosts: 'self',
  listPostImports: 'self',
  getPostImport: 'self',
  listPostImportRows: 'self',
  getImportTemplate: 'self',
  // Whose walk it is decides, and whether that person may still connect accounts.
  getConnection: 'self',
  chooseAccounts: 'self',

  listOrganizations: 'self',
  createOrganization: 'self',
  getOrganization: 'VIEWER',
  updateOrganization: 'ADMIN',
  deleteOrganization: 'OWNER',
  listMembers: 'VIEWER',
  inviteMember: 'ADMIN',
  changeMember: 'ADMIN',
  removeMember: 'ADMIN',
  leaveOrganization: 'VIEWER',
  transferOwnership: 'OWNER',
  listInvitations: 'ADMIN',
  withdrawInvitation: 'ADMIN',
  listAuditLog: 'ADMIN',

  // One's own; owners and admins those of all.
  listApiKeys: 'MEMBER',
  createApiKey: 'MEMBER',
  getApiKey: 'ADMIN',
  updateApiKey: 'ADMIN',
  revokeApiKey: 'ADMIN',

  listWebhookEndpoints: 'ADMIN',
  createWebhookEndpoint: 'ADMIN',
  getWebhookEndpoint: 'ADMIN',
  updateWebhookEndpoint: 'ADMIN',
  deleteWebhookEndpoint: 'ADMIN',
  listWebhookDeliveries: 'ADMIN',
  rotateWebhookSecret: 'ADMIN',
  testWebhookEndpoint: 'ADMIN',
  redeliverWebhook: 'ADMIN',

  listBrands: 'VIEWER',
  createBrand: 'ADMIN',
  getBrand: 'VIEWER',
  updateBrand: 'ADMIN',
  deleteBrand: 'ADMIN',

  rotateCalendarFeed: 'ADMIN',
  getCalendarFeed: 'VIEWER',
  deleteCalendarFeed: 'ADMIN',
  setBrandLogo: 'ADMIN',
  removeBrandLogo: 'ADMIN',
  getQueue: 'VIEWER',
  previewQueue: 'VIEWER',
  putQueue: 'ADMIN',
  listTemplates: 'VIEWER',
  getTemplate: 'VIEWER',
  previewTemplate: 'VIEWER',
  createTemplate: 'MEMBER',
  updateTemplate: 'MEMBER',
  deleteTemplate: 'MEMBER',

  generateContent: 'MEMBER',

  getOrganizationAnalytics: 'VIEWER',
  getBrandAnalytics: 'VIEWER',
  getSocialAccountAnalytics: 'VIEWER',
  getPostAnalytics: 'VIEWER',

  listSocialAccounts: 'VIEWER',
  getSocialAccount: 'VIEWER',
  getSocialAccountMetrics: 'VIEWER',
  getSocialAccountOptions: 'VIEWER',
  connectSocialAccount: 'ADMIN',
  reconnectSocialAccount: 'ADMIN',
  disconnectSocialAccount: 'ADMIN',

  listMedia: 'VIEWER',
  getMedia: 'VIEWER',
  listMediaTags: 'VIEWER',
  getMediaSignedUrl: 'VIEWER',
  uploadMedia: 'MEMBER',
  importMedia: 'MEMBER',
  announceUpload: 'MEMBER',
  updateMedia: 'MEMBER',
  deleteMedia: 'MEMBER',

  listPosts: 'VIEWER',
  getPostCalendar: 'VIEWER',
  getPost: 'VIEWER',
  validatePost: 'MEMBER',
  createPost: 'MEMBER',
  listRecurrences: 'VIEWER',
  getRecurrence: 'VIEWER',
  previewRecurrence: 'VIEWER',
  listOccurrences: 'VIEWER',
  createRecurrence: 'MEMBER',
  updateRecurrence: 'MEMBER',
  deleteRecurrence: 'MEMBER',
  updatePost: 'MEMBER',
  deletePost: 'MEMBER',
  duplicatePost: 'MEMBER',
  publishPost: 'MEMBER',
  schedulePost: 'MEMBER',
  unschedulePost: 'MEMBER',
  approvePost: 'ADMIN',
  rejectPost: 'ADMIN',

  listPostDeliveries: 'VIEWER',
  getDelivery: 'VIEWER',
  getDeliveryMetrics: 'VIEWER',
  refreshDeliveryMetrics: 'MEMBER',
  retryDelivery: 'MEMBER',
  resolveDelivery: 'MEMBER',
  cancelDelivery: 'MEMBER',
  removeDelivery: 'MEMBER',

  listPublishingStops: 'VIEWER',
  createPublishingStop: 'ADMIN',
  releasePublishingStop: 'ADMIN',
}

/** What others have is not even there for who may not see it: NOT_FOUND, where a role does not suffice. */
export const hiddenFromOthers: ReadonlySet<string> = new Set([
  'getApiKey',
  'updateApiKey',
  'revokeApiKey',
])

const order: readonly Least[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER']

/** Whether a role suffices. */
export function suffices(role: Role, least: Least): boolean {
  return least === 'public' || least === 'self' || order.indexOf(role) >= order.indexOf(least)
}
