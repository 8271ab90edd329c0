// Plain `npm ci` must fetch no browser: the test script finds or installs one and says so.
module.exports = { skipDownload: true };
