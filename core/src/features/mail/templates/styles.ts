const family = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif'
const ink = 'color:#1b1f24'
const soft = 'color:#57606a'

/** The look of each element, in daylight. Contrasts are at least 4.5 to 1. */
export const styles = {
  page: `margin:0;padding:0;background-color:#f3f4f6;${family}`,
  brand: `padding:0 4px 12px;font-size:18px;font-weight:700;letter-spacing:.02em;${ink};${family}`,
  card: 'padding:28px 24px 12px;background-color:#ffffff;border:1px solid #d9dde3;border-radius:8px',
  heading: `margin:0 0 16px;font-size:21px;line-height:1.3;font-weight:650;overflow-wrap:anywhere;${ink};${family}`,
  paragraph: `margin:0 0 16px;font-size:16px;line-height:1.55;overflow-wrap:anywhere;${ink};${family}`,
  note: `margin:0 0 16px;font-size:14px;line-height:1.5;overflow-wrap:anywhere;${soft};${family}`,
  list: `margin:0 0 16px;padding-inline-start:22px;font-size:16px;line-height:1.5;overflow-wrap:anywhere;${ink};${family}`,
  buttonCell: 'border-radius:6px;background-color:#1f4fd8',
  button: `display:inline-block;padding:12px 20px;border-radius:6px;background-color:#1f4fd8;color:#ffffff;font-size:16px;font-weight:600;text-decoration:none;${family}`,
  table: 'margin:0 0 16px;border-collapse:collapse',
  head: `padding:6px 0;border-bottom:1px solid #d9dde3;font-size:13px;font-weight:600;vertical-align:bottom;${soft};${family}`,
  cell: `padding:8px 0;border-bottom:1px solid #e6e9ed;font-size:15px;line-height:1.4;vertical-align:top;overflow-wrap:anywhere;${ink};${family}`,
  /** A column of figures: apart from its neighbour, and never broken. */
  figures: 'padding-inline-start:12px;white-space:nowrap;text-align:end',
  footer: 'padding:16px 4px 0',
  small: `margin:0 0 8px;font-size:13px;line-height:1.5;${soft};${family}`,
  footerLink: `${soft};text-decoration:underline`,
} as const

/** What is otherwise where a mail program is dark and lets mails say how. */
export const darkStyles = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.page{background-color:#0e1116!important}.card{background-color:#171b22!important;border-color:#2c333d!important}.ink,.brand{color:#eceff3!important}.soft,.faint{color:#a3adba!important}.line{border-color:#2c333d!important}.button{background-color:#3a68e6!important}}`
