// What a site loads. The page's settings come first: imports run in order, and an element that upgrades before its
// settings are provided would find none.
import './context/define.ts';
import './site-config/define.ts';
import './visit-counter/define.ts';
import './article-view/define.ts';
import './quick-links/define.ts';
import './comment-box/define.ts';
import './comment-count/define.ts';
import './session-prompt/define.ts';
