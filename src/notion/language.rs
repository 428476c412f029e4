//! The languages of code blocks: Notion knows these, by exactly these names.

/// Notion's names, in their alphabetical order.
const NAMES: &str = "abap,abc,agda,arduino,ascii art,assembly,bash,basic,bnf,c,c#,c++,clojure,coffeescript,coq,css,\
    dart,dhall,diff,docker,ebnf,elixir,elm,erlang,f#,flow,fortran,gherkin,glsl,go,graphql,groovy,haskell,hcl,html,\
    idris,java,java/c/c++/c#,javascript,json,julia,kotlin,latex,less,lisp,livescript,llvm ir,lua,makefile,markdown,\
    markup,matlab,mathematica,mermaid,nix,notion formula,objective-c,ocaml,pascal,perl,php,plain text,powershell,\
    prolog,protobuf,purescript,python,r,racket,reason,ruby,rust,sass,scala,scheme,scss,shell,smalltalk,solidity,sql,\
    swift,toml,typescript,vb.net,verilog,vhdl,visual basic,webassembly,xml,yaml";

/// What the web calls them besides: the other name, and Notion's.
const ALIASES: &str = "asciiart=ascii art,asm=assembly,nasm=assembly,x86asm=assembly,armasm=assembly,\
    atom=xml,bat=shell,batch=shell,cc=c++,cjs=javascript,cl=lisp,clj=clojure,cljs=clojure,\
    cmake=makefile,coffee=coffeescript,common-lisp=lisp,console=shell,cpp=c++,cplusplus=c++,cs=c#,csharp=c#,cshtml=html,\
    cts=typescript,cxx=c++,delphi=pascal,docker-compose=yaml,dockerfile=docker,dos=shell,ecmascript=javascript,\
    elisp=lisp,emacs-lisp=lisp,erb=html,erl=erlang,ex=elixir,exs=elixir,f90=fortran,fish=shell,fs=f#,fsharp=f#,\
    gfm=markdown,golang=go,gql=graphql,gradle=groovy,h=c,hbs=html,hpp=c++,hs=haskell,html-basic=html,htm=html,\
    http=plain text,ini=toml,ipython=python,ipython3=python,jl=julia,js=javascript,json5=json,jsonc=json,jsonl=json,jsx=javascript,\
    ksh=shell,kt=kotlin,kts=kotlin,llvm=llvm ir,ls=livescript,m=objective-c,make=makefile,md=markdown,mdx=markdown,\
    mjs=javascript,ml=ocaml,mma=mathematica,mts=typescript,mysql=sql,node=javascript,none=plain text,\
    objc=objective-c,objectivec=objective-c,objective-c++=objective-c,output=plain text,patch=diff,\
    pgsql=sql,pl=perl,plain=plain text,plaintext=plain text,plpgsql=sql,plsql=sql,postgres=sql,postgresql=sql,\
    proto=protobuf,ps1=powershell,psql=sql,purs=purescript,pwsh=powershell,py=python,py3=python,pycon=python,\
    python3=python,pytb=python,rb=ruby,re=reason,reasonml=reason,rkt=racket,rs=rust,rss=xml,scm=scheme,\
    sh=shell,shell-session=shell,shellscript=shell,sol=solidity,sqlite=sql,st=smalltalk,svelte=html,svg=xml,\
    terraform=hcl,tex=latex,text=plain text,tf=hcl,ts=typescript,tsql=sql,tsx=typescript,txt=plain text,\
    udiff=diff,vb=vb.net,vbnet=vb.net,vba=visual basic,vue=html,wasm=webassembly,wast=webassembly,wat=webassembly,\
    wl=mathematica,wolfram=mathematica,xhtml=html,xsl=xml,yml=yaml,zsh=shell";

/// The language of code that is in none, or in none that Notion knows.
pub const PLAIN: &str = "plain text";

/// Notion's name for a language, by any name it goes by.
#[must_use]
pub fn of(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let known = |wanted: &str| NAMES.split(',').find(|&known| known == wanted);
    known(&name).or_else(|| {
        let (_, meant) =
            ALIASES.split(',').filter_map(|pair| pair.split_once('=')).find(|&(alias, _)| alias == name)?;
        known(meant)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_notions_names() {
        assert_eq!(NAMES.split(',').count(), 90);
        for (name, wanted) in [
            ("js", "javascript"),
            ("TS", "typescript"),
            ("py", "python"),
            ("sh", "shell"),
            ("bash", "bash"),
            ("c++", "c++"),
            ("cs", "c#"),
            ("plaintext", "plain text"),
            ("Rust", "rust"),
            ("html-basic", "html"),
        ] {
            assert_eq!(of(name), Some(wanted), "{name}");
        }
        assert_eq!((of("brainfuck"), of(""), of("=")), (None, None, None));
    }

    #[test]
    fn every_alias_means_a_language() {
        for pair in ALIASES.split(',') {
            let (alias, meant) = pair.split_once('=').unwrap();
            assert_eq!(of(alias), Some(meant));
            assert!(!NAMES.split(',').any(|name| name == alias), "{alias} is a name");
        }
    }
}
