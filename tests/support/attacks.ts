/** HTML that tries to run something or to lead somewhere it must not, written for this project: every class of attack that the field knows. */
export const ATTACKS: readonly string[] = [
  // Scripts and handlers.
  '<script>alert(1)</script>',
  '<ScRiPt src="data:text/javascript,alert(1)"></sCrIpT>',
  '<img src=x onerror=alert(1)>',
  '<img/src=x/onerror=alert(1)//',
  '<p onclick="alert(1)" onmouseover=\'alert(2)\' onfocus=alert(3) tabindex=0 autofocus>bấm</p>',
  '<details open ontoggle=alert(1)><summary>mở</summary></details>',
  '<video src=x onerror=alert(1)></video><audio autoplay src=x onerror=alert(2)></audio>',
  '<video><source onerror=alert(1) src=x></video>',
  '<input autofocus onfocus=alert(1)><select autofocus onfocus=alert(2)></select><textarea autofocus onfocus=alert(3)>',
  '<body onload=alert(1) onpageshow=alert(2)><p>thân</p>',
  '<marquee onstart=alert(1)>chạy</marquee>',
  '<p style="animation: x 1s" onanimationstart="alert(1)">chuyển động</p><style>@keyframes x {}</style>',
  '<div contenteditable onbeforeinput=alert(1) popover id=p onbeforetoggle=alert(2)>x</div><button popovertarget=p>y</button>',
  '<dialog open oncancel=alert(1) onclose=alert(2)><form method=dialog><button autofocus>đóng</button></form></dialog>',
  '<a href="#x" onclick="alert(1)" onauxclick=alert(2)>liên kết</a>',
  '<p on\u0000click=alert(1) ONCLICK=alert(2) data-x onwheel=alert(3)>x</p>',
  // Addresses.
  '<a href="javascript:alert(1)">liên kết</a>',
  '<a href=" \u0001 java\nscript\t:alert(1)">liên kết</a>',
  '<a href="&#106;&#x61;vascript&colon;alert(1)">liên kết</a>',
  '<a href="\u2028javascript:alert(1)">liên kết</a><a href="\u2029javascript:alert(1)">liên kết</a>',
  '<a href="\u200Bjavascript:alert(1)">liên kết</a><a href="\uFEFFjavascript:alert(1)">liên kết</a>',
  '<a href="JaVaScRiPt:alert(1)" target=_self>x</a><a href="vbscript:msgbox(1)">y</a><a href="livescript:x">z</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a><a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">y</a>',
  '<a href="blob:null/x">x</a><a href="filesystem:http://a/x">y</a><a href="file:///etc/passwd">z</a><a href="view-source:x">w</a>',
  '<img src="javascript:alert(1)"><img src="vbscript:x"><img src="\u2028javascript:alert(1)">',
  "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>\">",
  '<img srcset="javascript:alert(1) 1x, x 2x" src=x lowsrc="javascript:alert(1)" dynsrc="javascript:alert(1)">',
  '<video poster="javascript:alert(1)" src="javascript:alert(2)"></video><q cite="javascript:alert(3)">x</q>',
  '<table background="javascript:alert(1)"><td background="javascript:alert(2)">x</td></table>',
  '<a ping="https://evil.example/" href="/x">x</a><a href="/y" attributionsrc="https://evil.example/">y</a>',
  '<a href="mailto:a@b.vn?body=%0d%0ax" download="x.exe">thư</a><a href="tel:+84">gọi</a>',
  '<a href="//evil.example\\@so.example/">x</a><a href="https:javascript:alert(1)">y</a>',
  // Frames, forms, embedded things.
  '<iframe src="javascript:alert(1)"></iframe><iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(2)"><applet code=x></applet>',
  '<form action="javascript:alert(1)"><button>gửi</button></form><button formaction="javascript:alert(2)">gửi</button>',
  '<form id=f></form><button form=f formaction="javascript:alert(1)">x</button><input type=image src=x onerror=alert(2)>',
  '<isindex action="javascript:alert(1)" type=image><keygen autofocus onfocus=alert(1)>',
  '<base href="https://evil.example/"><a href="x">x</a><link rel=stylesheet href="https://evil.example/x.css">',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)"><meta charset=utf-7>+ADw-script+AD4-alert(1)',
  '<portal src="javascript:alert(1)"></portal><fencedframe></fencedframe><webview src="javascript:alert(1)"></webview>',
  '<map name=m><area shape=default href="javascript:alert(1)"></map><img usemap="#m" src=x ismap>',
  '<canvas id=c></canvas><frameset onload=alert(1)><frame src="javascript:alert(2)"></frameset>',
  // Styles.
  '<style>@import "https://evil.example/x.css"; body{display:none}</style><p>còn</p>',
  '<p style="position:fixed;inset:0;background:url(javascript:alert(1))">x</p><p style="width:expression(alert(1))">y</p>',
  '<p style="-moz-binding:url(x.xml#x)" class="modal" id="news-bodyhtml">x</p>',
  // Other namespaces, and trees that change when they are written and read again.
  '<svg onload=alert(1)><script>alert(2)</script><a xlink:href="javascript:alert(3)"><text y=20>x</text></a></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x xmlns=\'http://www.w3.org/2000/svg\'><script>alert(1)</script></svg>#x"/></svg>',
  '<svg><animate attributeName=href values="javascript:alert(1)" begin=0s /><set onbegin=alert(2) attributeName=x to=y></svg>',
  '<svg><foreignObject><iframe src="javascript:alert(1)"></iframe><img src=x onerror=alert(2)></foreignObject></svg>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math><annotation-xml encoding="text/html"><img src=x onerror=alert(1)></annotation-xml></math>',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">x</math><math href="javascript:alert(2)">y</math>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<template><img src=x onerror=alert(1)></template><template shadowrootmode=open><script>alert(2)</script></template>',
  '<title><a title="</title><img src=x onerror=alert(1)>"></title><textarea><p title="</textarea><img src=x onerror=alert(2)>">',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp><plaintext><img src=x onerror=alert(2)>',
  '<noembed><p title="</noembed><img src=x onerror=alert(1)>"></noembed><noframes><p title="</noframes><img src=x onerror=alert(2)>">',
  '<!--><img src=x onerror=alert(1)>--><!-- --!><img src=x onerror=alert(2)> -->',
  '<![CDATA[<img src=x onerror=alert(1)>]]><?xml-stylesheet href="javascript:alert(2)"?><!DOCTYPE x [<!ENTITY y "z">]>',
  '<select><button><selectedcontent></selectedcontent></button><option><img src=x onerror=alert(1)></option></select>',
  '<select><button><selectedcontent><div id=a onclick=alert(1)></selectedcontent></button><option selected><svg><style><img src=x onerror=alert(2)></style></svg></option></select>',
  '<p><table><tr><p><img src=x onerror=alert(1)></p></tr></table><b><i></b><img src=y onerror=alert(2)></i>',
  '<a href=/x><a href="javascript:alert(1)">y</a></a><p <img src=x onerror=alert(1)> x',
  '<div is="tinh-comment-box" slot="headline" part="toolbar" exportparts="x"><slot name="fallback">x</slot></div>',
  '<tinh-comment-box server="https://evil.example/" site="x"></tinh-comment-box><tinh-site-config server="https://evil.example/"></tinh-site-config>',
  // Names that scripts of the page could take for their own things.
  '<a id=location href="/x">x</a><img name=cookie src=x><form id=attributes name=childNodes><input name=parentNode></form>',
  '<a id=defaultView><a id=defaultView name=trustedTypes href="javascript:alert(1)">x</a></a>',
  '<p data-tinh-picture data-tinh-mode=contrast data-tinh-wide nonce=x autofocus inert hidden accesskey=x>ẩn</p>',
];

/** What is no address of the web, or hides what it is. */
export const BAD_ADDRESSES: readonly string[] = [
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'JAVASCRIPT:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  '\u2028javascript:alert(1)',
  '\u2029javascript:alert(1)',
  '\u200Bjavascript:alert(1)',
  '\uFEFF\u00ADjavascript:alert(1)',
  'vbscript:msgbox(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'blob:null/x',
  'file:///etc/passwd',
  'filesystem:http://a/x',
  'about:blank',
  'view-source:https://so.example/',
];

/**
 * What of a tree could still run, lead where it must not, or change the page. Complete in itself: tests send it to browsers as it is.
 *
 * @returns a line for each
 */
export function leaksOf(root: Element): string[] {
  const FORBIDDEN =
    /^(applet|base|button|dialog|embed|form|frame|frameset|iframe|input|link|map|area|marquee|math|meta|noscript|object|option|param|portal|script|select|selectedcontent|slot|style|svg|template|textarea|title|xmp|plaintext)$|-/;
  const found: string[] = [];
  for (const element of root.querySelectorAll('*')) {
    const name = element.localName;
    if (FORBIDDEN.test(name) || element.namespaceURI !== 'http://www.w3.org/1999/xhtml') found.push(`<${name}>`);
    if (element.shadowRoot) found.push(`<${name}> with a shadow root`);
    for (const { name: attribute, value } of element.attributes) {
      // Added by the tag itself, and listed in its manual.
      if (/^data-(tinh-(picture|wide|ratio)|size|pages)$/.test(attribute)) continue;
      const isOurs = attribute === 'slot' && element.parentElement === root;
      if (
        /^(on|data-tinh|style$|class$|name$|is$|part$|exportparts$|nonce$|srcset$|ping$|background$|form|target$|popover)/.test(
          attribute,
        )
      )
        found.push(`${name} ${attribute}="${value}"`);
      if (attribute === 'slot' && !isOurs) found.push(`${name} slot="${value}"`);
      if (!/^(href|src|cite|poster|action|data|xlink:href)$/.test(attribute)) continue;
      const isPicture =
        attribute === 'src' && name === 'img' && /^data:image\/(png|gif|jpeg|webp|avif);base64,/.test(value);
      if (!/^(https?:\/\/|mailto:|tel:|#)/.test(value) && !isPicture) found.push(`${name} ${attribute}="${value}"`);
    }
  }
  return found;
}

/** Does to a tree what a reader may do: presses, focuses, opens, points at everything. Nothing that leads elsewhere is followed. */
export async function provoke(root: Element): Promise<void> {
  const stay = (event: Event) => {
    const link = (event.target as Element).closest('a');
    if (link && /^(https?|mailto|tel):/.test(link.protocol)) event.preventDefault();
  };
  // WebKit follows a link at the second, too.
  for (const type of ['click', 'auxclick']) root.addEventListener(type, stay);
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (element.closest('[slot=attachments]')) continue;
    element.focus();
    for (const type of [
      'mouseover',
      'mousedown',
      'auxclick',
      'wheel',
      'toggle',
      'beforetoggle',
      'load',
      'error',
      'animationstart',
      'begin',
    ])
      // What would lead elsewhere has to be heard above, and can be kept from it.
      element.dispatchEvent(new Event(type, type === 'auxclick' ? { bubbles: true, cancelable: true } : {}));
    if (element.localName !== 'img') element.click();
    if (element instanceof HTMLDetailsElement) element.open = !element.open;
  }
  const loading = [...root.querySelectorAll<HTMLImageElement>('img')].filter(
    (image) => image.src !== '' && !image.complete,
  );
  await Promise.all(
    loading.map((image) => {
      image.loading = 'eager';
      return new Promise((resolve) => {
        image.addEventListener('load', resolve);
        image.addEventListener('error', resolve);
      });
    }),
  );
  for (const type of ['click', 'auxclick']) root.removeEventListener(type, stay);
}
