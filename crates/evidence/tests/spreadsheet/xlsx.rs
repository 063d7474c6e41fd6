//! Workbooks for tests: the parts that ECMA-376 asks for, in a ZIP file without compression.

/// A cell.
#[derive(Clone, Debug)]
pub(crate) enum X {
    /// Text, among the shared strings.
    S(String),
    /// Text in the cell.
    Inline(String),
    /// A number.
    N(f64),
    /// A number with zeros in front, shown in so many digits: 6, 7 or 8.
    Padded(f64, usize),
    /// A number shown in percent.
    Percent(f64),
    /// A day, as its serial number since 1899-12-30.
    Day(i32),
    /// A formula with its value as text.
    Formula(String, String),
    /// A formula without a value, as tools write it.
    Unvalued(String),
    /// Nothing.
    Empty,
}

/// A sheet: its name, its rows, and merged ranges such as `A2:A4`.
pub(crate) struct SheetOf<'s> {
    pub(crate) name: &'s str,
    pub(crate) rows: Vec<Vec<X>>,
    pub(crate) merged: &'s [&'s str],
}

pub(crate) fn workbook(sheets: &[SheetOf]) -> Vec<u8> {
    let mut shared: Vec<String> = Vec::new();
    let mut parts: Vec<(String, String)> = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        parts.push((format!("xl/worksheets/sheet{}.xml", index + 1), sheet_xml(sheet, &mut shared)));
    }
    let count = sheets.len();
    let list = |item: &dyn Fn(usize) -> String| (1..=count).map(item).collect::<String>();
    let types = list(&|n| {
        format!(
            "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        )
    });
    parts.push(("[Content_Types].xml".to_owned(), format!("<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>")));
    parts.push(("_rels/.rels".to_owned(), "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>".to_owned()));
    let names = list(&|n| {
        format!(
            "<sheet name=\"{}\" sheetId=\"{n}\"{} r:id=\"rId{n}\"/>",
            escape(sheets[n - 1].name),
            if sheets[n - 1].name.starts_with("Old") { " state=\"hidden\"" } else { "" }
        )
    });
    parts.push(("xl/workbook.xml".to_owned(), format!("<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{names}</sheets></workbook>")));
    let rels = list(&|n| {
        format!(
            "<Relationship Id=\"rId{n}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        )
    });
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{rels}<Relationship Id=\"rId900\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId901\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>")));
    let items: String =
        shared.iter().map(|text| format!("<si><t xml:space=\"preserve\">{}</t></si>", escape(text))).collect();
    parts.push(("xl/sharedStrings.xml".to_owned(), format!("<?xml version=\"1.0\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{items}</sst>")));
    // Style 1 is a day (built-in format 14), style 2 is percent (9), 3 to 5 show six to eight digits.
    parts.push(("xl/styles.xml".to_owned(), "<?xml version=\"1.0\"?><styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"3\"><numFmt numFmtId=\"166\" formatCode=\"000000\"/><numFmt numFmtId=\"167\" formatCode=\"0000000\"/><numFmt numFmtId=\"168\" formatCode=\"00000000\"/></numFmts><cellXfs count=\"6\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/><xf numFmtId=\"9\" applyNumberFormat=\"1\"/><xf numFmtId=\"166\" applyNumberFormat=\"1\"/><xf numFmtId=\"167\" applyNumberFormat=\"1\"/><xf numFmtId=\"168\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>".to_owned()));
    let parts: Vec<(&str, Vec<u8>, u16)> =
        parts.iter().map(|(name, text)| (name.as_str(), text.clone().into_bytes(), 0)).collect();
    zip(&parts)
}

fn sheet_xml(sheet: &SheetOf, shared: &mut Vec<String>) -> String {
    let mut rows = String::new();
    for (row, cells) in sheet.rows.iter().enumerate() {
        let mut out = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let at = format!("{}{}", letters(column), row + 1);
            out.push_str(&match cell {
                X::Empty => String::new(),
                X::Unvalued(formula) => format!("<c r=\"{at}\"><f>{}</f><v></v></c>", escape(formula)),
                X::S(text) => {
                    shared.push(text.clone());
                    format!("<c r=\"{at}\" t=\"s\"><v>{}</v></c>", shared.len() - 1)
                }
                X::Inline(text) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escape(text)),
                X::N(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
                X::Padded(number, width) => format!("<c r=\"{at}\" s=\"{}\"><v>{number}</v></c>", width - 3),
                X::Percent(number) => format!("<c r=\"{at}\" s=\"2\"><v>{number}</v></c>"),
                X::Day(serial) => format!("<c r=\"{at}\" s=\"1\"><v>{serial}</v></c>"),
                X::Formula(formula, value) => {
                    format!("<c r=\"{at}\" t=\"str\"><f>{}</f><v>{}</v></c>", escape(formula), escape(value))
                }
            });
        }
        // A row that begins with this text is a hidden one.
        let is_hidden = matches!(cells.first(), Some(X::S(text)) if text.starts_with("hidden"));
        let hidden = if is_hidden { " hidden=\"1\"" } else { "" };
        rows.push_str(&format!("<row r=\"{}\"{hidden}>{out}</row>", row + 1));
    }
    let merged = if sheet.merged.is_empty() {
        String::new()
    } else {
        let ranges: String = sheet.merged.iter().map(|range| format!("<mergeCell ref=\"{range}\"/>")).collect();
        format!("<mergeCells count=\"{}\">{ranges}</mergeCells>", sheet.merged.len())
    };
    format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData>{merged}</worksheet>"
    )
}

fn letters(mut column: usize) -> String {
    let mut out = String::new();
    loop {
        out.insert(0, char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            return out;
        }
        column = column / 26 - 1;
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A ZIP file of parts: name, packed bytes, method. The checksum is that of the packed bytes, right for method 0.
pub(crate) fn zip(parts: &[(&str, Vec<u8>, u16)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes, method) in parts {
        let at = out.len() as u32;
        let mut common: Vec<u8> = Vec::new();
        common.extend([20, 0, 0, 0]);
        common.extend(method.to_le_bytes());
        common.extend([0, 0, 0x21, 0]);
        common.extend(crc32(bytes).to_le_bytes());
        common.extend((bytes.len() as u32).to_le_bytes());
        common.extend((bytes.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(bytes);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend((parts.len() as u16).to_le_bytes());
    out.extend((parts.len() as u16).to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0_u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}
