namespace EcgEdge.Acquisition.Formats.Wfdb;

/// <summary>
/// The annotation codes of WFDB (ecgcodes.h), their mnemonics, and the AAMI EC57 class of those that mark beats, as de Chazal et al.
/// (2004, table I) group the MIT-BIH labels.
/// </summary>
public static class WfdbCode
{
    public const int Note = 22;

    /// <summary>Greatest code with a meaning of its own.</summary>
    public const int Max = 49;

    // Indexed by code; the class is '-' where the code marks no beat. A ventricular flutter wave (31) is none: EC57 scores no beats there.
    private static readonly (string Mnemonic, char Class)[] s_codes =
    [
        (" ", '-'), ("N", 'N'), ("L", 'N'), ("R", 'N'), ("a", 'S'), ("V", 'V'), ("F", 'F'), ("J", 'S'), ("A", 'S'), ("S", 'S'),
        ("E", 'V'), ("j", 'N'), ("/", 'Q'), ("Q", 'Q'), ("~", '-'), ("[15]", '-'), ("|", '-'), ("[17]", '-'), ("s", '-'), ("T", '-'),
        ("*", '-'), ("D", '-'), ("\"", '-'), ("=", '-'), ("p", '-'), ("B", 'N'), ("^", '-'), ("t", '-'), ("+", '-'), ("u", '-'),
        ("?", 'Q'), ("!", '-'), ("[", '-'), ("]", '-'), ("e", 'N'), ("n", 'N'), ("@", '-'), ("x", '-'), ("f", 'Q'), ("(", '-'),
        (")", '-'), ("r", 'V'), ("[42]", '-'), ("[43]", '-'), ("[44]", '-'), ("[45]", '-'), ("[46]", '-'), ("[47]", '-'), ("[48]", '-'), ("[49]", '-'),
    ];

    /// <summary>Mnemonic as rdann prints it; "[n]" for a code without one.</summary>
    public static string Mnemonic(int code) => code is >= 0 and <= Max ? s_codes[code].Mnemonic : $"[{code}]";

    /// <summary>Code of a mnemonic; -1 if there is none.</summary>
    public static int Find(string mnemonic) => Array.FindIndex(s_codes, c => c.Mnemonic == mnemonic);

    /// <summary>True for the codes that mark a QRS complex.</summary>
    public static bool IsBeat(int code) => Aami(code) is not null;

    /// <summary>AAMI class of a beat code; null for one that marks no beat.</summary>
    public static AamiClass? Aami(int code) => (code is >= 0 and <= Max ? s_codes[code].Class : '-') switch
    {
        'N' => AamiClass.N,
        'S' => AamiClass.S,
        'V' => AamiClass.V,
        'F' => AamiClass.F,
        'Q' => AamiClass.Q,
        _ => null,
    };
}
