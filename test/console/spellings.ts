/** What may be asked besides: what opened AdminJS's own login, hidden columns, forged rights, and what breaks parsers. */
export const queries: readonly string[] = [
  'x=/frontend/assets/icomoon.css',
  'x=/admin/login',
  'next=/admin/favicon.svg',
  'filters.passwordHash=x',
  'filters.password_hash=%25',
  'filters.id=%25',
  'filters.createdAt~~from=yesterday&filters.createdAt~~to=0000-99-99',
  'sortBy=passwordHash&direction=asc',
  'sortBy=tokenHash&direction=;drop table users'.replaceAll(' ', '%20'),
  'perPage=-1&page=-1',
  'perPage=1000000&page=1000000',
  'reason=They%20asked&code=123456&confirmed=true',
  'recordIds=%25,*',
  'query=%25&searchProperty=passwordHash',
  'role=ADMIN&currentAdmin[role]=ADMIN&session=x',
  'method=POST&_method=DELETE&action=suspend',
  '__proto__[role]=ADMIN&constructor[prototype][role]=ADMIN',
  'redirectUrl=//elsewhere.example&return_to=https://elsewhere.example',
  'filters.email[]=x&filters.email[]=y',
  `x=${'%00%ff'.repeat(20)}`,
]

/** The same address, written differently: encoded, doubled, in the absolute form, around a page that is for everybody. */
export const spellings: readonly ((path: string) => string)[] = [
  (path) => path.replace('/admin', '/%61dmin'),
  (path) => path.replace(/([a-z])(?=[^/]*$)/, (letter) => encoded(letter)),
  (path) => path.replace('/admin', '/%2561dmin'),
  (path) => path.replace('/admin', '//admin'),
  (path) => path.replace('/admin/', '/admin//'),
  (path) => path.replace('/admin', '/./admin'),
  (path) => path.replace('/admin', '/admin/login/..'),
  (path) => path.replace('/admin', '/admin/login/..;'),
  (path) => path.replace('/admin', '/admin/login%2f..'),
  (path) => path.replace('/admin', '/ADMIN'),
  (path) => `${path}/`,
  (path) => `${path};/admin/login`,
  (path) => `${path}%00`,
  (path) => `http://elsewhere.example${path}`,
  (path) => `http://x/admin/login/..${path}`,
]

function encoded(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`
}
