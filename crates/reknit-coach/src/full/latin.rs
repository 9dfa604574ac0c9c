//! Latin letters without their accents, as Unicode's canonical decomposition gives them; letters that have none stand for themselves.

/// For U+00C0 to U+024F.
const EXTENDED: &str = "\
aaaaaaæceeeeiiiiðnooooo×øuuuuyþßaaaaaaæceeeeiiiiðnooooo÷øuuuuyþyaaaaaaccccccccdd\
đđeeeeeeeeeegggggggghhħħiiiiiiiiiıĳĳjjkkĸllllllŀŀłłnnnnnnŉŋŋooooooœœrrrrrrssssss\
ssttttŧŧuuuuuuuuuuuuwwyyyzzzzzzſƀɓƃƃƅƅɔƈƈɖɗƌƌƍǝəɛƒƒɠɣƕɩɨƙƙƚƛɯɲƞɵooƣƣƥƥʀƨƨʃƪƫƭƭʈu\
uʊʋƴƴƶƶʒƹƹƺƻƽƽƾƿǀǁǂǃǆǆǆǉǉǉǌǌǌaaiioouuuuuuuuuuǝaaaaææǥǥggkkooooʒʒjǳǳǳggƕƿnnaaææøø\
aaaaeeeeiiiioooorrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵȶȷȸȹⱥȼȼƚⱦȿɀɂɂƀʉʌɇɇɉɉɋɋɍɍɏɏ";

/// For U+1E00 to U+1EFF.
const ADDITIONAL: &str = "\
aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo\
oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyẚſẜẝßẟ\
aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu\
uuyyyyyyyyỻỻỽỽỿỿ";

/// The letters for both ranges, ready to look up.
#[derive(Debug, Clone)]
pub(super) struct Latin {
    extended: Vec<char>,
    additional: Vec<char>,
}

impl Latin {
    pub(super) fn new() -> Self {
        Self { extended: EXTENDED.chars().collect(), additional: ADDITIONAL.chars().collect() }
    }

    /// The letter without its accent.
    pub(super) fn plain(&self, it: char) -> char {
        let found = match it {
            '\u{c0}'..='\u{24f}' => self.extended.get(it as usize - 0xc0),
            '\u{1e00}'..='\u{1eff}' => self.additional.get(it as usize - 0x1e00),
            _ => None,
        };
        found.copied().unwrap_or(it)
    }
}
