/** The only registered client. */
export const client = {
  id: '210000000000-sandbox.apps.googleusercontent.com',
  secret: 'GOCSPX-sandbox-secret',
}
