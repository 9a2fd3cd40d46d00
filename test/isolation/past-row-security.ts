/**
 * Operations that are done by the role that sees every organization, because what follows from them is the workers' business
 * too, or because they concern people, who belong to no organization. Before them stands one wall, the rules of the
 * application, which the matrix and the mutants try.
 */
export const pastRowSecurity: ReadonlySet<string> = new Set([
  // People are in tables that row level security does not divide.
  'listMembers',
  'inviteMember',
  'changeMember',
  'removeMember',
  'leaveOrganization',
  'transferOwnership',
  // A step of a delivery moves its post, notifications and credits, as a worker's step does.
  'cancelDelivery',
  'retryDelivery',
  'resolveDelivery',
  'removeDelivery',
  'refreshDeliveryMetrics',
  // Answers from the rules themselves, without a look at any row.
  'readMyPermissions',
])
